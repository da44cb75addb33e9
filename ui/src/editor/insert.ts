/** What `/` offers to insert, as CodeMirror snippets: `#{...}` are the places Tab goes to. */
export interface Insertion {
  name: string
  about: string
  /** A snippet; it starts on a line of its own. */
  snippet: string
}

export const insertions: readonly Insertion[] = [
  { name: 'Code block', about: '```', snippet: '```#{sh}\n#{}\n```\n' },
  { name: 'Checklist', about: '- [ ]', snippet: '- [ ] #{first}\n- [ ] #{second}\n' },
  { name: 'Numbered steps', about: '1.', snippet: '1. #{}\n2. #{}\n3. #{}\n' },
  { name: 'Bullet list', about: '-', snippet: '- #{}\n' },
  {
    name: 'Table',
    about: '| |',
    snippet: '| #{First} | #{Second} |\n| --- | --- |\n| #{} | #{} |\n',
  },
  { name: 'Note', about: 'callout', snippet: '> [!NOTE]\n> #{}\n' },
  { name: 'Tip', about: 'callout', snippet: '> [!TIP]\n> #{}\n' },
  { name: 'Warning', about: 'callout', snippet: '> [!WARNING]\n> #{}\n' },
  { name: 'Internal only', about: 'callout', snippet: '> [!INTERNAL]\n> #{}\n' },
  { name: 'Quote', about: '>', snippet: '> #{}\n' },
  { name: 'Section', about: '###', snippet: '### #{Heading}\n#{}\n' },
  { name: 'Error text', about: 'Error: "..."', snippet: '- Error: "#{exact text}"\n' },
  { name: 'Expected result', about: 'what it looks like when it worked', snippet: 'Expected: #{}\n' },
  { name: 'Line', about: '---', snippet: '---\n' },
  { name: 'Link to a note', about: '[[', snippet: '[[#{}]]' },
]
