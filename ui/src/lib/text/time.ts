/**
 * Times as people read them. A moment keeps its writer's offset: `09:12+01:00` is shown as 09:12 everywhere. Days, months, today
 * and yesterday are written in the chosen language; clocks have 24 hours in all of them, as in the logs they are compared with.
 */
import type { Moment } from '../bindings'
import { dates, relative } from './locale.svelte'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** As they are typed. */
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

export function millis(moment: Moment): number {
  return Date.parse(moment)
}

/** `09:12`, at the writer's clock. */
export function clock(moment: Moment): string {
  return moment.slice(11, 16)
}

/** `2026-11-20`, on the writer's calendar. */
export function dateKey(moment: Moment): string {
  return moment.slice(0, 10)
}

function localKey(at: number): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

type Shape = 'near' | 'far' | 'year'

const SHAPES: Record<Shape, Intl.DateTimeFormatOptions> = {
  near: { weekday: 'short', day: 'numeric', month: 'short' },
  far: { day: 'numeric', month: 'short' },
  year: { day: 'numeric', month: 'short', year: 'numeric' },
}
const formats = new Map<string, Intl.DateTimeFormat>()
/** `Today` and `Yesterday` by language. */
const nearWords = new Map<string, string>()

function near(days: 0 | -1): string {
  const tag = dates.isIso ? 'en' : dates.tag
  const name = `${tag ?? ''} ${days}`
  const word = nearWords.get(name) ?? relative(days, tag)
  nearWords.set(name, word)
  return word
}

/** A day of the calendar, by its key, without regard to where the reader is. */
function written(key: string, shape: Shape): string {
  if (dates.isIso) return key
  const [year = 0, month = 1, date = 1] = key.split('-').map(Number)
  const at = Date.UTC(year, month - 1, date)
  if (Number.isNaN(at)) return key
  const name = `${dates.tag ?? ''} ${shape}`
  let format = formats.get(name)
  if (!format) {
    format = new Intl.DateTimeFormat(dates.tag, { ...SHAPES[shape], timeZone: 'UTC' })
    formats.set(name, format)
  }
  // Rows are short: `Fri 20 Nov`, whether the language has a comma there or not.
  return format.format(at).replace(/,(?= )/g, '')
}

/** `Today`, `Yesterday`, `Fri 20 Nov`, `20 Nov 2024`. */
export function day(moment: Moment, now: number): string {
  const key = dateKey(moment)
  if (key === localKey(now)) return near(0)
  if (key === localKey(now - DAY)) return near(-1)
  return written(key, Number(key.slice(0, 4)) === new Date(now).getFullYear() ? 'near' : 'year')
}

/** `20 Nov`, or with the year when it is another one. */
export function shortDate(moment: Moment, now: number): string {
  const key = dateKey(moment)
  return written(key, Number(key.slice(0, 4)) === new Date(now).getFullYear() ? 'far' : 'year')
}

/** `12:40` today, else `Fri 20 Nov 12:40`. */
export function dayAndClock(moment: Moment, now: number): string {
  return dateKey(moment) === localKey(now) ? clock(moment) : `${day(moment, now)} ${clock(moment)}`
}

/** A length of time in its largest unit: `24 min`, `3 h`, `2 d`, `5 wk`. */
export function span(ms: number): string {
  const length = Math.abs(ms)
  if (length < HOUR) return `${Math.max(1, Math.round(length / MINUTE))} min`
  if (length < DAY) return `${Math.round(length / HOUR)} h`
  if (length < 14 * DAY) return `${Math.round(length / DAY)} d`
  if (length < 365 * DAY) return `${Math.round(length / (7 * DAY))} wk`
  return `${Math.round(length / (365 * DAY))} y`
}

/** RFC 3339 with this machine's offset, as the files have it. */
export function toMoment(at: number): Moment {
  const date = new Date(at)
  const offset = -date.getTimezoneOffset()
  const sign = offset < 0 ? '-' : '+'
  const size = Math.abs(offset)
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  return `${localKey(at)}T${time}${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

/**
 * Reads a promise as it is typed: `10:30`, `tomorrow 9:00`, `mon 9:00`, `2026-11-24 10:30`, `in 2 h`, `45 min`.
 * A bare clock that has passed means tomorrow. `null` when it cannot be read.
 */
export function readWhen(text: string, now: number): number | null {
  const words = text.trim().toLowerCase()
  const ahead = /^(?:in\s+)?(\d{1,4})\s*(m|min|minutes?|h|hours?|d|days?)$/.exec(words)
  if (ahead) {
    const unit = ahead[2]?.[0]
    return now + Number(ahead[1]) * (unit === 'm' ? MINUTE : unit === 'h' ? HOUR : DAY)
  }
  const parts =
    /^(?:(today|tomorrow|sun|mon|tue|wed|thu|fri|sat|\d{4}-\d{2}-\d{2})[a-z]*[ t]*)?(?:(\d{1,2})[:.](\d{2}))?(?::\d{2})?$/.exec(
      words,
    )
  if (!parts || (!parts[1] && !parts[2])) return null
  const hours = Number(parts[2] ?? 9)
  const minutes = Number(parts[3] ?? 0)
  if (hours > 23 || minutes > 59) return null
  const date = new Date(now)
  const name = parts[1]
  if (name && /^\d/.test(name)) {
    const [year = 0, month = 1, dayOfMonth = 1] = name.split('-').map(Number)
    date.setFullYear(year, month - 1, dayOfMonth)
    if (date.getMonth() !== month - 1) return null
  } else if (name === 'tomorrow') {
    date.setDate(date.getDate() + 1)
  } else if (name && name !== 'today') {
    const target = WEEKDAYS.findIndex((weekday) => weekday.toLowerCase() === name)
    date.setDate(date.getDate() + ((target - date.getDay() + 7) % 7 || 7))
  }
  date.setHours(hours, minutes, 0, 0)
  if (!name && date.getTime() <= now) date.setDate(date.getDate() + 1)
  return date.getTime()
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
