/** What a paste or a drop brings: files, a table as HTML, or plain text, which the editor takes by itself. */

/** Longer HTML is pasted as its plain text. In UTF-16 code units. */
const LONGEST_HTML = 1_000_000

export type Transfer = { kind: 'files'; files: File[] } | { kind: 'html'; html: string } | { kind: 'text' }

/** Whether the HTML holds a table of data: more than one cell, so not a mere frame around something. */
function holdsTable(html: string): boolean {
  if (!/<table[\s>]/i.test(html)) return false
  return (html.match(/<t[dh][\s>]/gi) ?? []).length > 1
}

/**
 * Text beside a picture wins, as when cells are copied from a spreadsheet, which adds a picture of them; and a table
 * wins over its own plain text.
 */
export function readTransfer(data: Pick<DataTransfer, 'files' | 'getData'>): Transfer {
  const html = data.getData('text/html')
  if (html.length <= LONGEST_HTML && holdsTable(html)) return { kind: 'html', html }
  const files = [...data.files]
  if (files.length > 0 && data.getData('text/plain') === '') return { kind: 'files', files }
  return { kind: 'text' }
}
