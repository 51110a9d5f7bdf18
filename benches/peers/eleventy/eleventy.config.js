import { readFileSync, readdirSync } from 'node:fs';
import { load } from 'js-yaml';
import markdownIt from 'markdown-it';

const read = (path) => load(readFileSync(`data/${path}`, 'utf8'));

export default function (config) {
  const markdown = markdownIt();
  const done = new Map(); // the glance repeats what the card says below
  config.addFilter('md', (text) => {
    if (!done.has(text)) done.set(text, markdown.render(text));
    return done.get(text);
  });
  config.addGlobalData('guide', 'Laboratory field guide');
  config.addGlobalData('cards', () => readdirSync('data/cards').sort().map((name) => read(`cards/${name}`)));
  config.addGlobalData('claims', () => read('claims.yaml'));
  config.addGlobalData('personas', () => read('personas.yaml'));
  config.setTemplateFormats(['njk']);
}
