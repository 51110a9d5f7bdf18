// Whether a text is what Confluence takes for a page: well-formed XML in its own vocabulary.

/** What is wrong with a text of a page; nothing when it is well-formed. */
export function fault(text) {
  const open = [];
  let rest = text;
  while (rest) {
    const at = rest.indexOf('<');
    const words = at < 0 ? rest : rest.slice(0, at);
    const stray = /&(?!(#\d+|#x[0-9a-f]+|amp|lt|gt|quot|apos|nbsp);)/i.exec(words);
    if (stray) return `an & that stands for nothing: ${words.slice(stray.index, stray.index + 20)}`;
    if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(words)) return 'a control character';
    if (at < 0) break;
    rest = rest.slice(at);
    const tag = /^(?:<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<(\/?)([a-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>)/i.exec(rest);
    if (!tag) return `no tag: ${rest.slice(0, 40)}`;
    const [whole, closing, name, , empty] = tag;
    if (closing && open.pop() !== name) return `</${name}> closes nothing`;
    if (name && !closing && !empty) open.push(name);
    rest = rest.slice(whole.length);
  }
  return open.length ? `<${open.pop()}> is not closed` : undefined;
}
