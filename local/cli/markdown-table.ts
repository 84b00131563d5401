/** The lines of a Markdown table; the first row is its head. A bar within a cell is the caller's to escape. */
export function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}
