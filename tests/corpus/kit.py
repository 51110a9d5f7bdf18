"""Shared by sourcegraph.py and posthog.py: reads a neutral.yml, writes a talktrack kit, and fails when a leaf of the
neutral file stands nowhere in the kit."""
import html, pathlib, re, sys, unicodedata
import yaml

# Real content meets budgets, dates and proof only partly; none of that may stop a build that is made to look at the rendering.
RULES = {rule: 'warning' for rule in (
    'stale-claim stale-card unverified-claim missing-evidence weak-evidence past-date missing-owner over-budget '
    'too-many-items hard-to-read long-sentence absolute-claim bashing missing-losses no-status-quo jargon missing-meaning '
    'missing-question missing-acknowledgement argues-first faceless-objection unanswered-question unanswered-objection '
    'coverage-gap orphan').split()}


class Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data):
        return True


def _text(dumper, value):
    return dumper.represent_scalar('tag:yaml.org,2002:str', value, style='|' if '\n' in value else None)


Dumper.add_representer(str, _text)


def slug(words, most=8):
    """The model's default id, cut to `most` words."""
    plain = ''.join(c for c in unicodedata.normalize('NFKD', words) if not unicodedata.combining(c)).lower()
    return '-'.join(re.findall(r'[a-z0-9]+', plain)[:most])


def bullets(lines):
    return '\n'.join(f'- {line}' for line in lines)


def filled(**fields):
    """A mapping without its absent fields."""
    return {key: value for key, value in fields.items() if value not in (None, '', [], {})}


class Kit:
    def __init__(self, folder, **settings):
        self.folder = pathlib.Path(folder)
        self.entities = {}      # path in the kit → what stands in it
        self.claims = []
        self.entities['talktrack.yaml'] = {**settings, 'rules': RULES}

    def add(self, entity, id, content):
        path = f'content/{entity}/{id}.yaml'
        assert re.fullmatch('[a-z0-9][a-z0-9-]*', id) and path not in self.entities, path
        self.entities[path] = content
        return id

    def page(self, id, title, text):
        self.entities[f'content/pages/{id}.md'] = {'title': title, 'text': text}

    def claim(self, text, **fields):
        """A claim that is written once; the same words give the same claim."""
        for known in self.claims:
            if known['text'] == text:
                return known['id']
        base, taken, n = slug(text), {known['id'] for known in self.claims}, 2
        id = base
        while id in taken:
            id, n = f'{base}-{n}', n + 1
        self.claims.append({'id': id, 'text': text, **fields})
        return id

    def write(self, neutral):
        if self.claims:
            self.entities['content/claims/claims.yaml'] = self.claims
        for path, content in self.entities.items():
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if path.endswith('.md'):
                body = f"---\n{dump({'title': content['title']})}---\n\n{content['text']}\n"
            else:
                body = dump(content)
            file.write_text(body, encoding='utf-8')
        kept = [f' {words(value)} ' for value in scalars(self.entities)]
        wanted = [(path, value) for path, value in leaves(neutral) if words(value)]
        lost = [(path, value) for path, value in wanted if not any(f' {words(value)} ' in text for text in kept)]
        for path, value in lost:
            print('not placed:', path, '::', str(value)[:90], file=sys.stderr)
        print(f'{len(wanted) - len(lost)}/{len(wanted)} leaves placed in {len(self.entities)} files')
        return 1 if lost else 0


def dump(content):
    return yaml.dump(content, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=110)


def leaves(content, path=''):
    if isinstance(content, dict):
        for key, value in content.items():
            yield from leaves(value, f'{path}/{key}')
    elif isinstance(content, list):
        for index, value in enumerate(content):
            yield from leaves(value, f'{path}/{index}')
    elif content is not None and not isinstance(content, bool):
        yield path, content


def scalars(content):
    return [value for _, value in leaves(content)]


def words(value):
    """As coverage.py reduces a leaf; besides, `[[entity:id|words]]` is its words."""
    text = re.sub(r'\[\[[a-z]+:[^\]|]*(?:\|([^\]]*))?\]\]', lambda found: found[1] or '', str(value))
    text = re.sub(r'<[^>]+>', ' ', html.unescape(text))
    text = re.sub(r'!?\[([^\]]*)\]\([^)]*\)', r'\1', text)
    return ' '.join(re.findall(r'\w+', unicodedata.normalize('NFKC', text).lower()))


def relink(text, targets):
    """Replace `[words](from)` by `[[to|words]]` for every pair in targets."""
    for source, target in targets.items():
        text = re.sub(r'\[([^\[\]]*)\]\(' + re.escape(source) + r'\)', lambda found: f'[[{target}|{found[1]}]]', text or '')
    return text or None


def main(convert):
    if len(sys.argv) != 3:
        sys.exit(f'usage: {sys.argv[0]} PATH/neutral.yml OUT_DIR')
    neutral = yaml.safe_load(pathlib.Path(sys.argv[1]).read_text(encoding='utf-8'))
    sys.exit(convert(neutral, sys.argv[2]).write(neutral))
