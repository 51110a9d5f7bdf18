#!/usr/bin/env python3
"""Times whole builds of the same cards by talktrack and by other generators, in turn. README.md tells how to read it.

  python3 benches/compare.py --n 1000

Hugo and Eleventy are installed below --work when they are not there yet. Zola is used when it is on the path, or when
$ZOLA names it. Needs Python, pip, npm, rustc, and a release build of talktrack.
"""
import argparse
import html.parser
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import time

import cards

HERE = pathlib.Path(__file__).resolve().parent
PEERS = ['hugo', 'eleventy', 'zola']


def main():
    asked = options()
    peers, work = chosen(asked.peers), asked.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    print(f'{asked.n} competitors, {2 * asked.n + 1} pages; rounds: {asked.rounds}; cores: {os.cpu_count()}', flush=True)
    builds = {'talktrack': talktrack(asked.talktrack.resolve(), work)}
    apart(lambda: lay_out(work, asked.n))
    for name in peers:
        builds[name] = globals()[name](work)
    folders = {name: work / 'out' / name for name in builds}
    shutil.rmtree(work / 'out', ignore_errors=True)
    for name, build in builds.items():
        run(build, folders[name])
    if asked.verify:
        if missing := verify(folders, asked.n):
            sys.exit('\n'.join(missing))
        print(f'the same texts stand on the pages of {", ".join(folders)}')
    builds['floor'] = floor(work, folders['talktrack'])
    table(rounds(builds, work / 'out', asked.rounds))


def options():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0], allow_abbrev=False)
    parser.add_argument('--n', type=int, default=1000, help='how many competitors (%(default)s)')
    parser.add_argument('--rounds', type=int, default=5, help='how often each is built (%(default)s)')
    parser.add_argument('--work', type=pathlib.Path, default=HERE.parent / 'target/compare',
                        help='where all is installed and built (target/compare)')
    parser.add_argument('--peers', help=f'some of {",".join(PEERS)}, or nothing; all that are at hand if not given')
    parser.add_argument('--talktrack', type=pathlib.Path, default=HERE.parent / 'target/release/talktrack', metavar='PATH',
                        help='the program (target/release/talktrack)')
    parser.add_argument('--verify', action='store_true', help='first look whether all pages hold the same texts')
    return parser.parse_args()


def chosen(peers):
    """The peers to build with. One that is named must be there."""
    if peers is None:
        if not zola_program():
            print('without Zola: it is not on the path, and $ZOLA does not name it')
        return [name for name in PEERS if name != 'zola' or zola_program()]
    names = [name.strip() for name in peers.split(',') if name.strip()]
    for name in names:
        if name not in PEERS:
            sys.exit(f'there is no peer {name}; there are {", ".join(PEERS)}')
    if 'zola' in names and not zola_program():
        sys.exit('Zola is not on the path, and $ZOLA does not name it')
    return names


def apart(work):
    """Does it in a process of its own. What a process needed stays in the account of those it starts, and the
    programs we measure shall not be billed for what Python needed to write the cards."""
    child = os.fork()
    if not child:
        work()
        sys.stdout.flush()
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        sys.exit('the cards could not be written')


def lay_out(work, n):
    """The cards, for each generator."""
    kit, data, pages = (fresh(work / name) for name in ('kit', 'data', 'pages'))
    made = [cards.card(at) for at in range(n)]
    cards.kit(kit, made)
    cards.data(data, made)
    cards.pages(pages, made)
    size = sum(path.stat().st_size for path in kit.rglob('*.yaml'))
    print(f'{size / 1e6:.1f} MB of YAML in {sum(1 for _ in kit.rglob("*.yaml"))} files for talktrack')


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def talktrack(program, work):
    if not program.exists():
        sys.exit(f'{program} is not there: run `cargo build --release`, or name it with --talktrack')
    tell('talktrack', program, '--version')
    return lambda out: ([program, 'build', '--root', work / 'kit', '--out', out, '--only', 'battlecard,faq', '-q'], work)


def hugo(work):
    """Hugo reads the cards from data files; a content adapter makes the pages."""
    if not (program := hugo_program(work)):
        call(sys.executable, '-m', 'pip', 'install', '--quiet', '--target', work / 'python', 'hugo')
        program = hugo_program(work)
    site = shutil.copytree(HERE / 'peers/hugo', fresh(work / 'hugo'))
    (site / 'data').symlink_to(work / 'data')
    tell('hugo', program, 'version')
    cache = work / 'hugo-cache'
    return lambda out: ([program, '--source', site, '--destination', out, '--cacheDir', cache, '--noBuildLock', '--quiet'], work)


def hugo_program(work):
    """The program itself; what pip puts on the path is a wrapper in Python."""
    return next(iter(work.glob('python/hugo/binaries/hugo*')), None)


def eleventy(work):
    """Eleventy reads the cards as global data, and makes pages by pagination."""
    site = work / 'eleventy'
    shutil.copytree(HERE / 'peers/eleventy', site, dirs_exist_ok=True)
    if not (site / 'node_modules').exists():
        call('npm', 'install', '--silent', '--no-audit', '--no-fund', '--prefix', site)
    if not (site / 'data').is_symlink():
        (site / 'data').symlink_to(work / 'data')
    program = site / 'node_modules/@11ty/eleventy/cmd.cjs'
    tell('eleventy', 'node', program, '--version')
    return lambda out: (['node', program, '--quiet', f'--output={os.path.relpath(out, site)}'], site)


def zola(work):
    """Zola reads the cards from data files, each named by a page. It follows no links out of its folder."""
    site = shutil.copytree(HERE / 'peers/zola', fresh(work / 'zola'))
    shutil.copytree(work / 'pages', site / 'content', dirs_exist_ok=True)
    shutil.copytree(work / 'data', site / 'data')
    tell('zola', zola_program(), '--version')
    return lambda out: ([zola_program(), '--root', site, 'build', '--output-dir', out, '--force'], work)


def zola_program():
    return os.environ.get('ZOLA') or shutil.which('zola')


def floor(work, model):
    """The least that any program must do: read what talktrack reads, write files like those that talktrack wrote."""
    program = work / 'floor'
    call('rustc', '-O', '--edition', '2024', '-o', program, HERE / 'floor.rs')
    kept = work / 'model'
    shutil.copytree(model, fresh(kept))
    return lambda out: ([program, work / 'kit', kept, out], work)


def tell(name, *command):
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    print(f'{name}: {said.splitlines()[0]}')


def call(*command):
    subprocess.run(command, check=True, stdout=sys.stderr)


def run(build, out):
    """Runs a build: seconds on the clock, seconds of all cores together, most memory in MB."""
    command, folder = build(out)
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f'{command[0]} failed: {said.decode(errors="replace")}')
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / (1e6 if sys.platform == 'darwin' else 1e3)


def rounds(builds, out, count):
    """Builds with each in turn into a new folder; each round begins with another one, so that none is always first."""
    names = list(builds)
    took = {name: [] for name in [*names, 'talktrack again']}
    for turn in range(count):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            took[name].append(run(builds[name], fresh(out / name)))
            if name == 'talktrack':
                took['talktrack again'].append(run(builds[name], out / name))
    return took


def table(took):
    def middle(name):
        return [statistics.median(values) for values in zip(*took[name])]

    base = middle('talktrack')
    print(f'\n{"":16}{"wall s":>8}{"min":>8}{"max":>8}{"CPU s":>8}{"MB":>7}{"wall ×":>9}{"CPU ×":>8}{"MB ×":>7}')
    for name in sorted(took, key=middle):
        (wall, cpu, memory), walls = middle(name), [run[0] for run in took[name]]
        ratios = [mine / its if its else float('nan') for mine, its in zip((wall, cpu, memory), base)]
        print(f'{name:16}{wall:8.3f}{min(walls):8.3f}{max(walls):8.3f}{cpu:8.2f}{memory:7.0f}'
              f'{ratios[0]:9.2f}{ratios[1]:8.2f}{ratios[2]:7.2f}')


def verify(folders, n):
    """What the pages of a generator lack: each text of some cards must stand there as often as on those of talktrack."""
    claims, missing = cards.claims(), []
    for card in (cards.card(at) for at in sorted({0, n // 2, n - 1})):
        own = {key: value for key, value in card.items() if key != 'faq'}
        persons = [cards.PERSONAS[objection['persona']] for objection in card['objections']]
        proofs = [claims[win['claim']] for win in card['why_we_win']]
        title = card['faq']['title']
        missing += lacks(folders, f'battlecard/{card["id"]}', [*leaves(own), *leaves(proofs), *persons, title])
        missing += lacks(folders, f'faq/{card["id"]}', [*leaves(card['faq']), card['name']])
        missing += lacks(folders, 'index', [card['name'], card['one_liner'], card['verified'], title])
    for name, folder in folders.items():
        pages = sum(page.name != '404.html' for page in folder.rglob('*.html'))  # Zola always makes one of these
        if pages != 2 * n + 1:
            missing.append(f'{name} made {pages} pages, not {2 * n + 1}')
    return missing


def leaves(value):
    """The texts of a card: all of it but what names things for programs."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ('id', 'claim', 'persona', 'ours', 'theirs'):
                yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


def lacks(folders, path, texts):
    pages = {name: Page(folder, path) for name, folder in folders.items()}
    for text in dict.fromkeys(texts):
        # Short words stand in other texts too, and not as often everywhere.
        least = max(1, pages['talktrack'].count(text)) if len(text) > 20 else 1
        for name, page in pages.items():
            if page.count(text) < least:
                yield f'{name}: {path} has this {page.count(text)} times, not {least}: {" ".join(text.split())}'


class Page(html.parser.HTMLParser):
    """The words of a page without blanks, and where its links lead."""

    def __init__(self, folder, path):
        super().__init__()
        self.words, self.links, self.inside = '', [], False
        file = next(file for file in (folder / f'{path}.html', folder / path / 'index.html') if file.exists())
        self.feed(file.read_text(encoding='utf-8'))

    def handle_starttag(self, tag, attributes):
        self.inside |= tag == 'main'
        self.links += [value for name, value in attributes if name == 'href']

    def handle_endtag(self, tag):
        self.inside &= tag != 'main'

    def handle_data(self, data):
        if self.inside:
            self.words += ''.join(data.split())

    def count(self, text):
        """How often a text stands here: an address as a link, Markdown as the words it becomes."""
        if re.fullmatch(r'https?://\S+', text):
            return self.links.count(text)
        text = re.sub(r'\[([^]]*)\]\([^)]*\)', r'\1', text)
        text = re.sub(r'^- |\*\*|`', '', text, flags=re.M)
        return self.words.count(''.join(text.split()))


if __name__ == '__main__':
    main()
