"""The cards that compare.py builds with each generator: fictional companies, the same for the same count, and the
folders that each generator reads them from. Python's standard library is all it needs."""
import json
import pathlib
import random
import re

HEADS = 'Amber Basalt Cirrus Delta Ember Flint Grove Harbor Indigo Jasper Kelp Lunar Maple Nectar Onyx Prism'.split()
TAILS = 'assay bench cell data flask graph hive kit lab matter note probe rack scope trace vial'.split()
WHO = [
    'The sample desk', 'A new technician', 'Their freezer list', 'Our label printer', 'The weekend shift', 'Their audit log',
    'The quality lead', 'A lost vial', 'Their import wizard', 'Our barcode reader', 'The second site', 'Their yearly plan',
    'A repeated test', 'The first report', 'Each study', 'Their help centre']
DOES = [
    'finds', 'copies', 'waits for', 'checks', 'forgets', 'signs off', 'prints', 'moves', 'explains', 'doubles', 'keeps',
    'asks about']
WHAT = [
    'the whole chain of custody', 'two trays out of ten', 'each change of a method', 'the results of last spring',
    'a form that nobody reads', 'the hours of one analyst', 'every expired reagent', 'what the sponsor agreed to',
    'the same entry three times', 'a shelf without a name', 'the plan for Monday', 'one signature too many',
    'half of the email', 'the price of a rerun', 'old files from the archive', 'a number with its unit']
WHEN = [
    'before the courier comes', 'when an inspector calls', 'without a spreadsheet', 'in the first month', 'on the small plan',
    'after every update', 'while the old system runs', 'and nobody notices', 'once two sites share it', 'as the contract says']
TOPICS = [
    'sample intake', 'freezer maps', 'audit trails', 'instrument links', 'method versions', 'stock levels', 'e-signatures',
    'study reports', 'shift plans', 'data export', 'courier labels', 'training records']
FEATURES = [
    'Barcode labels', 'Freezer maps', 'Audit trail', 'E-signatures', 'Instrument links', 'Open interface', 'Full export',
    'Single sign-on', 'Several sites', 'Offline entry']
PERSONAS = {'lab-head': 'Head of laboratory', 'quality': 'Quality manager', 'it': 'IT architect', 'buyer': 'Buyer'}
CLAIMS = 24


class Words:
    """Words drawn by lot, the same ones for the same seed."""

    def __init__(self, seed):
        self.lot = random.Random(seed)

    def one(self, of):
        return self.lot.choice(of)

    def sentence(self):
        return f'{self.one(WHO)} {self.one(DOES)} {self.one(WHAT)} {self.one(WHEN)}.'

    def text(self, sentences, points=0):
        """Markdown: sentences with some words in bold, a link, a list."""
        said = [f'**{self.one(WHO)}** {self.one(DOES)} {self.one(WHAT)}.', *(self.sentence() for _ in range(sentences - 1))]
        if self.lot.random() < 0.4:
            said.append(f'More in [notes on {self.one(TOPICS)}](https://notes.example/{self.lot.randrange(1000)}).')
        points = [f'- `{self.one(TOPICS)}`: {self.sentence()}' for _ in range(points)]
        return '\n\n'.join(filter(None, [' '.join(said), '\n'.join(points)]))

    def day(self):
        return f'2026-{self.lot.randrange(1, 11):02}-{self.lot.randrange(1, 29):02}'


def claims():
    words = Words('claims')

    def claim(at):
        return {'text': words.sentence(), 'verified': words.day(), 'source': {
            'title': f'Survey of {words.one(TOPICS)}', 'url': f'https://surveys.example/{at}', 'captured': words.day()}}

    return {f'claim-{at}': claim(at) for at in range(CLAIMS)}


def card(at):
    """All that is known of one competitor."""
    words = Words(at)
    name = HEADS[at % len(HEADS)] + TAILS[at // len(HEADS) % len(TAILS)]
    id = f'{name.lower()}-{at}'

    def objection(number):
        topic = words.one(TOPICS)
        return {
            'id': f'{id}-{number}', 'says': f'{name} does {topic} for less, says team {number} of R&D.', 'means': words.text(1),
            'acknowledge': words.sentence(), 'explore': f'What does {topic} cost you in a bad week?',
            'respond': words.text(3, points=2 if number % 2 else 0), 'confirm': f'Would that settle {topic} for you?',
            'persona': words.one(list(PERSONAS)), 'evidence': {
                'title': f'Letter on {topic}', 'url': f'https://letters.example/{id}/{number}', 'captured': words.day()}}

    def row(feature):
        return {'name': feature, 'ours': words.one(['yes', 'no']), 'theirs': words.one(['yes', 'no', 'partial', 'planned']),
                'note': words.sentence()}

    def question(number):
        return {'ask': f'How does {name} handle {words.one(TOPICS)}, part {number}?', 'short': words.text(1),
                'answer': words.text(3, points=2 if number % 2 else 0)}

    return {
        'id': id, 'name': name, 'category': f'Tools for {words.one(TOPICS)}',
        'one_liner': f'A record book for laboratories that began with {words.one(TOPICS)}.', 'owner': 'Market desk',
        'verified': words.day(), 'tags': [words.one(['incumbent', 'newcomer']), words.one(['regional', 'worldwide'])],
        'quick_dismiss': words.sentence(), 'difference': words.text(2), 'overview': words.text(3, points=2),
        'why_we_win': [{'text': words.text(1), 'claim': f'claim-{words.lot.randrange(CLAIMS)}'} for _ in range(3)],
        'why_we_lose': [{'text': words.text(1), 'mitigation': words.sentence()} for _ in range(2)],
        'discovery': [{'ask': f'Who looks after {words.one(TOPICS)}, step {step}?', 'listen_for': words.sentence()}
                      for step in range(4)],
        'pricing': {'model': 'Per seat & month', 'verified': words.day(), 'plans': [
            {'name': plan, 'price': f'€{words.lot.randrange(9, 90)} for each seat', 'note': words.sentence()}
            for plan in ('Single', 'Group', 'Campus')]},
        'objections': [objection(number) for number in range(8)],
        'comparison': {'title': f'Tidewell and {name}', 'rows': [row(feature) for feature in FEATURES]},
        'faq': {'title': f'Questions about {name}', 'intro': words.text(1), 'questions': [question(n) for n in range(6)]}}


def kit(folder, cards):
    """The cards as a talktrack kit."""
    write(folder, 'talktrack.yaml', {'title': 'Laboratory field guide', 'company': 'Tidewell', 'language': 'en'})
    write(folder, 'content/products/tidewell.yaml', {'name': 'Tidewell'})
    for id, role in PERSONAS.items():
        write(folder, f'content/personas/{id}.yaml', {'role': role})
    write(folder, 'content/claims/claims.yaml', [
        {'id': id, 'text': claim['text'], 'verified': claim['verified'], 'evidence': [claim['source']]}
        for id, claim in claims().items()])
    for card in cards:
        id, file = card['id'], f'{card["id"]}.yaml'
        own = {key: value for key, value in card.items() if key not in ('id', 'objections', 'comparison', 'faq')}
        own['why_we_win'] = [{'text': win['text'], 'claims': [win['claim']]} for win in card['why_we_win']]
        write(folder, f'content/competitors/{file}', own)
        write(folder, f'content/objections/{file}', [
            {**{key: value for key, value in one.items() if key != 'persona'}, 'explore': [one['explore']],
             'evidence': [one['evidence']], 'personas': [one['persona']], 'competitors': [id]} for one in card['objections']])
        write(folder, f'content/comparisons/{file}', {
            'title': card['comparison']['title'], 'columns': ['tidewell', id], 'rows': [
                {'name': row['name'], 'cells': {'tidewell': row['ours'], id: {'value': row['theirs'], 'note': row['note']}}}
                for row in card['comparison']['rows']]})
        write(folder, f'content/faqs/{file}', {'about': id, **card['faq']})


def data(folder, cards):
    """The cards as data files, one a competitor."""
    write(folder, 'claims.yaml', claims())
    write(folder, 'personas.yaml', PERSONAS)
    for card in cards:
        write(folder, f'cards/{card["id"]}.yaml', card)


def pages(folder, cards):
    """Pages that name the card to show, and hold what a list of pages says of it."""
    for card in cards:
        own = {key: card[key] for key in ('id', 'one_liner', 'verified')}
        head(folder, f'battlecard/{card["id"]}.md', {'title': card['name'], 'extra': own})
        head(folder, f'faq/{card["id"]}.md', {'title': card['faq']['title'], 'extra': own})


def head(folder, path, value):
    put(folder, path, '\n'.join(['---', *lines(value), '---', '']))


def write(folder, path, value):
    put(folder, path, '\n'.join(lines(value)) + '\n')


def put(folder, path, text):
    path = pathlib.Path(folder, path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding='utf-8')


def lines(value, indent=''):
    """YAML as a person writes it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, (dict, list)):
                yield f'{indent}{key}:'
                yield from lines(inner, indent + '  ')
            elif '\n' in inner or '**' in inner:
                yield f'{indent}{key}: |'
                yield from (f'{indent}  {line}' if line else '' for line in inner.split('\n'))
            else:
                yield f'{indent}{key}: {scalar(inner)}'
    else:
        for inner in value:
            if isinstance(inner, dict):
                first, *rest = lines(inner, indent + '  ')
                yield f'{indent}- {first.strip()}'
                yield from rest
            else:
                yield f'{indent}- {scalar(inner)}'


def scalar(text):
    """A text in quotes where YAML would read something else: a yes, a day, a sign with a meaning."""
    plain = re.fullmatch(r"[A-Za-z€][\w €&,.?'/-]*(:\/\/[\w./-]+)?", text) and text not in ('yes', 'no')
    return text if plain else json.dumps(text, ensure_ascii=False)
