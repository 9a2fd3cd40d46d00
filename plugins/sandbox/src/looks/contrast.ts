/** A colour as red, green and blue, each from 0 to 255. */
type Rgb = readonly [number, number, number]

/** How much two colours (`#rrggbb`) differ in brightness, from 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(rgbOf(one)), luminance(rgbOf(other))]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

/** What text needs to be read by everybody (WCAG 2.2, level AA). */
const readable = 4.5

/** The colour itself where text of it can be read on every one of the grounds, or the nearest that can. */
export function readableOn(colour: string, grounds: readonly string[]): string {
  const dark = grounds.every((ground) => luminance(rgbOf(ground)) < 0.18)
  const towards: Rgb = dark ? [255, 255, 255] : [0, 0, 0]
  for (let share = 0; share < 1; share += 0.02) {
    const mixed = hexOf(mix(rgbOf(colour), towards, share))
    if (grounds.every((ground) => contrast(mixed, ground) >= readable)) return mixed
  }
  return hexOf(towards)
}

function rgbOf(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

function hexOf(colour: Rgb): string {
  return `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`
}

function mix([r, g, b]: Rgb, [toR, toG, toB]: Rgb, share: number): Rgb {
  return [r + (toR - r) * share, g + (toG - g) * share, b + (toB - b) * share]
}

function luminance([r, g, b]: Rgb): number {
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

function linear(part: number): number {
  const value = part / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}
