/** axe over the whole document. Colours are measured in contrast.test.ts and in the real window: jsdom does not paint. */
import axe from 'axe-core'

export async function expectClean(): Promise<void> {
  const { violations } = await axe.run(document, {
    rules: { 'color-contrast': { enabled: false } },
    resultTypes: ['violations'],
  })
  const found = violations
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))
    .join('\n')
  if (found !== '') throw new Error(found)
}
