import { readdirSync, readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

type Rgb = [number, number, number]

/** OKLCH to linear sRGB (Ottosson, https://bottosson.github.io/posts/oklab/), clipped to the gamut. */
function linear(lightness: number, chroma: number, hue: number): Rgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clip = (value: number) => Math.min(1, Math.max(0, value))
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

/** Contrast as WCAG 2.2 defines it. */
function contrast(one: Rgb, other: Rgb): number {
  const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const css = readFileSync('src/styles/tokens.css', 'utf8')

function tokens(selector: string): Map<string, Rgb> {
  const block = css.slice(css.indexOf(selector)).split('}')[0] ?? ''
  const colours = block.matchAll(/--([\w-]+): oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\);/g)
  return new Map([...colours].map(([, name, l, c, h]) => [name ?? '', linear(Number(l) / 100, Number(c), Number(h))]))
}

const themes = { light: tokens(":root,\n[data-theme='light']"), dark: tokens("\n[data-theme='dark']") }

const surfaces = ['bg', 'panel', 'sunk', 'hover']
const soft = ['accent-soft', 'cust-soft', 'warn-soft', 'danger-soft', 'ok-soft']
const text: [string, string[]][] = [
  ['text', [...surfaces, ...soft]],
  ['mute', [...surfaces, ...soft]],
  ['faint', [...surfaces, 'accent-soft', 'cust-soft', 'warn-soft']],
  ['accent', [...surfaces, 'accent-soft', 'cust-soft']],
  ['accent-strong', surfaces],
  ['cust', [...surfaces, 'cust-soft']],
  ['warn', [...surfaces, 'warn-soft', 'accent-soft']],
  ['danger', [...surfaces, 'danger-soft', 'accent-soft']],
  ['ok', [...surfaces, 'ok-soft', 'accent-soft']],
  ['on-accent', ['accent', 'accent-strong']],
  ['on-cust', ['cust', 'cust-strong']],
  ['mark-text', ['mark']],
  ['on-tip', ['tip']],
  ['tip-faint', ['tip']],
]
const shapes: [string, string[]][] = [
  ['edge-strong', ['bg', 'panel']],
  ['faint', surfaces],
  ['accent', [...surfaces, 'accent-soft']],
  ['cust', [...surfaces, 'cust-soft']],
  ['warn', [...surfaces, 'warn-soft']],
  ['danger', [...surfaces, 'danger-soft']],
  ['ok', [...surfaces, 'ok-soft']],
  ['on-accent', ['accent']],
]

/** Every rule of the window that sets a colour of text and its ground together: `ink on ground`, and where. */
function pairsInUse(): Map<string, string> {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => /\.(svelte|css)$/.test(name))
  const out = new Map<string, string>()
  for (const name of files) {
    const text = readFileSync(`src/${name}`, 'utf8')
    const rules = name.endsWith('.css') ? text : (/<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '')
    for (const [, body = ''] of rules.matchAll(/\{([^{}]*)\}/g)) {
      const ink = /(?:^|[\s;])color: var\(--([\w-]+)\)/.exec(body)?.[1]
      const ground = /background(?:-color)?: var\(--([\w-]+)\)/.exec(body)?.[1]
      if (ink && ground) out.set(`${ink} on ${ground}`, name)
    }
  }
  return out
}

for (const [theme, colours] of Object.entries(themes)) {
  describe(`the ${theme} theme`, () => {
    it('has the same names as the other one', () => {
      expect([...colours.keys()].sort()).toEqual([...themes.light.keys()].sort())
      expect(colours.size).toBeGreaterThan(20)
    })

    it.each(text.flatMap(([name, on]) => on.map((ground) => [name, ground] as const)))(
      'text in %s on %s has 4.5:1',
      (name, ground) => {
        expect(contrast(colours.get(name)!, colours.get(ground)!)).toBeGreaterThanOrEqual(4.5)
      },
    )

    it.each(shapes.flatMap(([name, on]) => on.map((ground) => [name, ground] as const)))(
      'a shape in %s on %s has 3:1',
      (name, ground) => {
        expect(contrast(colours.get(name)!, colours.get(ground)!)).toBeGreaterThanOrEqual(3)
      },
    )
  })
}

describe('the names in use', () => {
  it('are all declared, and no colour is written anywhere else', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
      (name) => /\.(svelte|css|ts)$/.test(name) && !name.endsWith('.test.ts') && !name.endsWith('tokens.css'),
    )
    const sources = files.map((name) => [name, readFileSync(`src/${name}`, 'utf8')] as const)
    const declared = new Set([...css.matchAll(/--([\w-]+):/g)].map(([, name]) => name))
    for (const [, text] of sources) for (const [, name] of text.matchAll(/(?:^|[\s:])--([\w-]+):/gm)) declared.add(name)
    const unknown = sources.flatMap(([file, text]) =>
      [...text.matchAll(/var\(--([\w-]+)\)/g)]
        .filter(([, name]) => !declared.has(name))
        .map(([use]) => `${file}: ${use}`),
    )
    expect(unknown).toEqual([])
    const colours = sources
      .filter(([file]) => /\.(svelte|css)$/.test(file))
      .flatMap(([file, text]) =>
        [...text.matchAll(/(?:#[0-9a-f]{3,8}|(?:rgba?|hsla?|oklch)\([^)]*\));/gi)].map(([use]) => `${file}: ${use}`),
      )
    expect(colours).toEqual([])
  })
})

describe('the pairs in use', () => {
  it('are all measured', () => {
    const measured = new Set(text.flatMap(([ink, grounds]) => grounds.map((ground) => `${ink} on ${ground}`)))
    const used = pairsInUse()
    expect(used.size).toBeGreaterThan(10)
    expect([...used].filter(([pair]) => !measured.has(pair))).toEqual([])
  })

  it('name tokens there are', () => {
    for (const pair of pairsInUse().keys())
      for (const name of pair.split(' on ')) expect([...themes.light.keys()]).toContain(name)
  })
})

describe('the measure itself', () => {
  it('agrees with the known ends', () => {
    expect(contrast(linear(1, 0, 0), linear(0, 0, 0))).toBeCloseTo(21, 1)
    expect(contrast(linear(0.5, 0.1, 200), linear(0.5, 0.1, 200))).toBe(1)
  })
})
