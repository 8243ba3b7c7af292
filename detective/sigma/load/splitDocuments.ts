/** A document of a YAML stream, without its markers: where its text begins in the stream. */
export interface DocumentText {
  readonly start: number;
  readonly text: string;
}

/**
 * Cuts a stream at its document markers, so that a document that is no YAML leaves the others whole.
 *
 * A line that begins with `---` or `...` is a marker wherever it stands, in quotes and block texts too.
 *
 * Source: yaml.org/spec/1.2.2, section 9.1.2 (document markers)
 */
export function splitDocuments(stream: string): DocumentText[] {
  const bounds = [0];
  // No flag m: its lines also end at U+2028, YAML's don't.
  for (const match of stream.matchAll(/(?:^|\r\n|\r|\n)(?:---|\.\.\.)(?=[ \t\r\n]|$)/g))
    bounds.push(match.index + match[0].length - 3, match.index + match[0].length);
  const documents: DocumentText[] = [];
  for (let place = 0; place < bounds.length; place += 2) {
    const text = stream.slice(bounds[place], bounds[place + 1]);
    if (hasContent(text)) documents.push({ start: bounds[place]!, text });
  }
  return documents;
}

function hasContent(text: string): boolean {
  const content = text.replace(/(^|[\r\n])%YAML 1\.2[ \t]*(?=[\r\n]|$)/g, "$1");
  return /(?:^|[\r\n])[ \t]*[^ \t\r\n#]/.test(content);
}
