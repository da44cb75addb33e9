/** Just enough Markdown for the fake: the real core renders and sanitises. */
const escape = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)

function inline(text: string, resolve: (title: string) => string | null): string {
  return escape(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/\[\[([^\]]+)\]\]/g, (whole, title: string) => {
      const path = resolve(title)
      return path ? `<a data-note="${path}">${title}</a>` : whole
    })
    .replace(/\[([^\]]+)\]\((https:[^)]+)\)/g, '<a data-external="$2">$1</a>')
}

export function toHtml(markdown: string, resolve: (title: string) => string | null = () => null): string {
  return markdown
    .split(/(```[\s\S]*?```)/)
    .flatMap((part) => {
      if (part.startsWith('```')) return `<pre><code>${escape(part.replace(/^```\w*\n?|```$/g, ''))}</code></pre>`
      return part
        .split(/\n{2,}/)
        .filter((block) => block.trim() !== '')
        .map((block) => {
          const lines = block.trim().split('\n')
          const list = lines.every((line) => /^(-|\d+\.) /.test(line))
          if (!list) return `<p>${lines.map((line) => inline(line, resolve)).join('<br>')}</p>`
          const tag = lines[0]?.startsWith('-') ? 'ul' : 'ol'
          const from = Number.parseInt(lines[0] ?? '', 10)
          const start = tag === 'ol' && from > 1 ? ` start="${from}"` : ''
          return `<${tag}${start}>${lines.map((line) => `<li>${inline(line.replace(/^(-|\d+\.) /, ''), resolve)}</li>`).join('')}</${tag}>`
        })
    })
    .join('\n')
}
