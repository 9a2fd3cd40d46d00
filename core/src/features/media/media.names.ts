import { extname } from 'node:path'
import { formatOf, mediaFormats } from './media.formats.ts'

// Together below the 255 characters that the column takes.
const longestStem = 200
const longestExtension = 20

// Control characters, and those that turn the direction of writing: `photo‮gpj.exe`.
const unprintable = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu

/**
 * Turns the name that a user's file has into one that can be shown and offered for download: without
 * folders, invisible characters and excessive length. It is a label only, and never part of a path.
 */
export function cleanFileName(given: string): string {
  const name = given.toWellFormed().normalize('NFC').replaceAll(unprintable, '')
  const base = name.split(/[/\\]/).at(-1) ?? ''
  const extension = extname(base)
  const stem = base.slice(0, base.length - extension.length).trim()
  const short = cut(stem, longestStem)
  if (/^\.*$/.test(short)) return ''
  return `${short}${cut(extension, longestExtension)}`
}

/** @returns the cleaned name with an extension that fits the content; `file.<ext>` for an empty one */
export function labelFor(cleaned: string, mimeType: string): string {
  const format = formatOf(mimeType)
  if (format === undefined) return cleaned
  const extension = extname(cleaned)
  if (format.extensions.includes(extension.slice(1).toLowerCase())) return cleaned
  const known = mediaFormats.flatMap(({ extensions }) => extensions)
  const stem = known.includes(extension.slice(1).toLowerCase())
    ? cleaned.slice(0, -extension.length)
    : cleaned
  return `${stem === '' ? 'file' : stem}.${format.extension}`
}

/** The last part of an address, as a name. */
export function nameInUrl(url: string): string {
  const last = URL.parse(url)?.pathname.split('/').at(-1) ?? ''
  try {
    return cleanFileName(decodeURIComponent(last))
  } catch {
    return cleanFileName(last)
  }
}

/** Cuts a text without leaving half of a surrogate pair. */
function cut(text: string, longest: number): string {
  return text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')
}
