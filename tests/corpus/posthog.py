#!/usr/bin/env python3
"""posthog.py PATH/neutral.yml OUT_DIR: the PostHog vs Mixpanel set as a talktrack kit.
The blog comparison and its FAQ are public; the sales handbook's FAQ and the article's own data are internal."""
import re
import sys

sys.dont_write_bytecode = True
from kit import Kit, bullets, filled, main, relink, slug


def cell(value, footnote):
    value = {True: 'yes', False: 'no'}.get(value, value) if isinstance(value, bool) else str(value)
    return {'value': value, 'note': footnote} if footnote else value


def row(source, footnotes, columns):
    cells = {column: cell(source[column], footnotes.get(source.get(f'{column}_footnote')))
             for column in columns if source.get(column) is not None}
    return filled(name=source['feature'], text=source.get('description'), cells=cells)


def convert(neutral, folder):
    us, them = slug(neutral['us']), slug(neutral['them'])
    published = str(neutral['published'])
    about_them, about_us = neutral['remember_two_points']
    public_faq = f'{us}-vs-{them}'
    kit = Kit(folder, title=f"{neutral['us']} field guide", company=neutral['us'], link_base='https://posthog.com')

    kit.add('products', us, {
        'name': neutral['us'], 'audience': 'public', 'verified': published, 'one_liner': about_us,
        'positioning': {
            'competitive_alternatives': [them],
            'unique_attributes': [{'attribute': point['title'], 'value': point['body']}
                                  for point in neutral['how_we_are_different']]}})
    kit.add('competitors', them, {
        'name': neutral['them'], 'audience': 'public', 'verified': published, 'kind': 'vendor', 'relation': 'competes',
        'related': [us], 'one_liner': about_them})

    groups = []
    for table in neutral['comparison_tables']:
        intro = relink(table.get('intro'), {'#pricing': f'faq:{public_faq}#pricing'})
        if intro and re.search(r'\d,\d{3}', intro):     # a number other cards may rest on: written once, as a claim
            id = kit.claim(intro, topic='pricing', about=us, verified=published, audience='public', evidence=[
                {'kind': 'document', 'title': neutral['set'], 'captured': published, 'grade': 'A', 'audience': 'public'}])
            intro = f'[[claim:{id}]]'
        groups.append(filled(name=table['name'], intro=intro, rows=[
            row(source, table.get('footnotes', {}), (us, them)) for source in table['rows']]))
    kit.add('comparisons', f'{us}-vs-{them}', {
        'title': neutral['set'], 'audience': 'public', 'owner': neutral['author'], 'verified': published,
        'tags': neutral['tags'], 'columns': [us, them], 'groups': groups,
        'sections': [{'title': 'About the article', 'layer': 'end', 'audience': 'internal', 'text': bullets([
            f'Published: {published}', f"Hero image: `{neutral['hero_image']}`"])}]})

    kit.add('faqs', public_faq, {
        'title': f"{neutral['us']} and {neutral['them']}", 'about': us, 'audience': 'public', 'verified': published,
        'questions': [filled(id='pricing' if ' cost' in item['question'] else None, ask=item['question'], answer=item['answer'])
                      for item in neutral['faq']]})
    sales = neutral['internal_sales_faq']
    kit.add('faqs', 'sales-handbook', {
        'title': 'Sales FAQ', 'intro': sales['where'], 'about': us, 'audience': 'internal', 'questions': [
            filled(ask=item['question'], audience='internal' if item.get('internal_only') else None, answer=item['response'],
                   rep_notes=f"Expires: {item['expires']}" if item.get('expires') else None)
            for item in sales['items']]})
    return kit


if __name__ == '__main__':
    main(convert)
