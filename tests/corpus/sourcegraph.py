#!/usr/bin/env python3
"""sourcegraph.py PATH/neutral.yml OUT_DIR: the Sourcegraph handbook set as a talktrack kit.
What the company says of itself and five answers are public; competitors, personas, value drivers, claims, notes for reps
and private documents are internal."""
import re
import sys

sys.dont_write_bytecode = True
from kit import Kit, bullets, filled, main, relink, slug

RELATION = {'overlaps': 'competes', 'replaceable': 'replaceable', 'complementary': 'complementary'}
BUYING_ROLE = {'Dev': 'user', 'Buyer': 'economic-buyer'}
# Answers written for prospects. The other ones hold stage directions or remarks for reps and stay internal.
PUBLIC = {'docker': 'docker-or-cluster', 'permissions': 'permissions', 'maintain': 'set-up-and-maintain',
          'platform, tool': 'platform-tool-or-application', 'elasticsearch': 'elasticsearch'}
OBJECTION = 'microservices'     # the source itself calls this question an objection


def resource(link):
    kind = next((kind for mark, kind in (('demo', 'demo'), ('docs', 'doc')) if mark in f"{link['label']} {link['url']}"), 'page')
    return {'title': link['label'], 'url': link['url'], 'kind': kind}


def competitor(source, us):
    note = source.get('url_note')
    sections = [('Code search', source.get('code_search_note')), ('Website', note)]
    people = [{'title': person['name'], 'url': person['url'], 'kind': 'page', 'group': 'People'} for person in source.get('people') or []]
    return filled(
        name=source['name'], kind='vendor', relation=RELATION.get(source.get('stance')), category=source.get('kind'),
        aliases=source.get('aka'), related=[us] + [slug(name) for name in source.get('related') or []],
        website=source.get('url'), overview=source.get('what_it_is'), difference=source.get('our_line'),
        facts={name: str(source[key]) for name, key in (('Stance', 'stance'), ('Since', 'since')) if source.get(key)},
        strengths=source.get('pros'), weaknesses=source.get('cons'),
        resources=[resource(link) for link in source.get('links') or []] + people,
        sections=[{'title': title, 'text': text} for title, text in sections if text])


def value_driver(source, kit, us):
    proven = [line for line in source['benefits'] if re.search(r'\d', line)]
    return filled(
        name=source['driver'], audience='internal', after=bullets(line for line in source['benefits'] if line not in proven),
        personas=[slug(who) for who in source['who_benefits']],
        claims=[kit.claim(line, topic='performance', about=us, status='unverified') for line in proven])


def business_impact(source, kit, us):
    annual = source['annual_benefit']
    basis = f" ({annual['basis']})" if annual.get('basis') else ''
    claims = [kit.claim(line, topic='performance', about=us, status='unverified') for line in source['points']]
    claims.append(kit.claim(f"{source['theme']}: {annual['range']} a year{basis}", topic='customer', about=us, status='unverified'))
    return f"**{source['theme']}**\n\n" + bullets(f'[[claim:{id}]]' for id in claims)


def question(source, links):
    mark = next((mark for mark in PUBLIC if mark in source['question'].lower()), None)
    return filled(id=PUBLIC.get(mark), ask=source['question'], audience=None if mark else 'internal',
                  answer=relink(source.get('say_to_prospect'), links), rep_notes=relink(source.get('for_reps_only'), links))


def convert(neutral, folder):
    company, problem, messages = neutral['our_company'], neutral['problem_statement'], neutral['messages_by_length']
    us, rivals = slug(company['name']), neutral['competitors']
    kit = Kit(folder, title=neutral['set'], company=company['name'])
    links = {'../../marketing/process/messaging.md#' + anchor: target for anchor, target in {
        'sourcegraph-value-proposition': f'product:{us}', 'what-problems-does-sourcegraph-solve': f'product:{us}',
        'how-is-sourcegraph-different': 'page:code-hosts', 'sourcegraph-is-an-a-application': f'product:{us}'}.items()}

    kit.add('products', us, {
        'name': company['name'], 'audience': 'public', 'one_liner': company['line_1'], 'overview': company['boilerplate'],
        'pitch': messages['~25_words'],
        'problem': f"**{problem['name']}**\n\n" + bullets(f'**{name}**: {text}' for name, text in problem['four_vs'].items())
                   + f"\n\n{problem['consequence']}",
        'messages': {name.strip('~').replace('_', ' '): text for name, text in messages.items() if name != '~25_words'},
        'positioning': {
            'audience': 'internal', 'market_category': company['category_now'],
            'competitive_alternatives': [slug(rival['name']) for rival in rivals if rival.get('stance') in ('overlaps', 'replaceable')]},
        'value_drivers': [value_driver(driver, kit, us) for driver in neutral['value_drivers']],
        'facts': {'Category before': company['category_before']},
        'resources': [{'title': document['title'], 'url': document['url'], 'kind': 'doc', 'text': document['visibility'], 'audience': 'internal'}
                      for document in company['internal_documents']],
        'sections': [
            {'title': 'Products', 'text': bullets(f'[[product:{slug(name)}]]' for name in company['products'])},
            {'title': 'Glossary', 'layer': 'end', 'text': bullets(f'**{term}**: {text}' for term, text in neutral['glossary'].items())},
            {'title': 'Business impact', 'audience': 'internal',
             'text': '\n\n'.join(business_impact(theme, kit, us) for theme in neutral['business_impact'])},
            {'title': 'How to use the positioning', 'layer': 'end', 'audience': 'internal',
             'text': bullets(company['how_to_use_positioning'])}]})
    for name in company['products']:
        kit.add('products', slug(name), {'name': name, 'audience': 'public'})

    for rival in rivals:
        kit.add('competitors', slug(rival['name']), competitor(rival, us))
    kit.page('code-hosts', 'Code hosts', bullets(
        f"[[competitor:{slug(rival['name'])}]]" for rival in rivals if rival['kind'] not in ('source browser', 'open-source code search')))

    for persona in neutral['personas']:
        kit.add('personas', slug(persona['who']), filled(
            role=persona['who'], tags=[persona['kind']], buying_role=BUYING_ROLE[persona['kind']],
            titles=persona.get('titles'), about=persona.get('note')))
    for who in dict.fromkeys(who for driver in neutral['value_drivers'] for who in driver['who_benefits']):
        kit.add('personas', slug(who), {'role': who})

    objection = next(item for item in neutral['faq'] if OBJECTION in item['question'].lower())
    kit.add('objections', OBJECTION, {
        'says': objection['question'], 'category': 'need', 'products': [us], 'respond': objection['say_to_prospect'],
        'sections': [{'title': 'For reps', 'text': objection['for_reps_only'], 'audience': 'internal'}]})
    kit.add('faqs', 'customer-questions', {
        'title': 'Common customer questions', 'about': us, 'audience': 'public',
        'questions': [question(item, links) for item in neutral['faq'] if item is not objection]
                     + [{'ask': ask, 'group': 'Needs an answer'} for ask in neutral['faq_needs_answer']]})
    return kit


if __name__ == '__main__':
    main(convert)
