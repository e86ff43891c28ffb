/** Paragraphs are separated by blank lines (resources/consent/README.md). */
export function paragraphs(body: string): readonly string[] {
  return body.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '')
}
