/** The language dates are written in: English, as the window is, until another is chosen. */

/** As the system is set, or dates as numbers: `2026-11-20`. */
export const SYSTEM = 'system'
export const ISO = 'iso'
/** Of those who chose none. */
const DEFAULT = 'en-GB'

/** Offered in the settings; anything the platform knows may stand in the preferences. */
export const OFFERED = [
  'en-GB',
  'en-US',
  'de',
  'fr',
  'es',
  'pt',
  'pt-BR',
  'it',
  'nl',
  'sv',
  'nb',
  'da',
  'fi',
  'pl',
  'cs',
  'hu',
  'ro',
  'el',
  'tr',
  'uk',
  'he',
  'ar',
  'hi',
  'ja',
  'ko',
  'zh-Hans',
  'zh-Hant',
] as const

class DateLocale {
  #tag = $state.raw<string>(DEFAULT)

  /** What `Intl` is asked with: none means the system's. */
  get tag(): string | undefined {
    return this.#tag === SYSTEM || this.#tag === ISO ? undefined : this.#tag
  }

  get isIso(): boolean {
    return this.#tag === ISO
  }

  use(tag: string): void {
    this.#tag = tag === ISO || tag === SYSTEM || isKnown(tag) ? tag : DEFAULT
  }
}

function isKnown(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0
  } catch {
    return false
  }
}

/** One for the window: dates are written in many places and in one language. */
export const dates = new DateLocale()

/** `Today` or `Yesterday`, in this language as a date begins there; none means the system's. */
export function relative(days: 0 | -1, tag: string | undefined): string {
  const word = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }).format(days, 'day')
  return word.charAt(0).toLocaleUpperCase(tag) + word.slice(1)
}

/** What a language calls itself: `Deutsch`; the tag where the platform has no name for it. */
export function nameOf(tag: string): string {
  try {
    const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag
    return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1)
  } catch {
    return tag
  }
}
