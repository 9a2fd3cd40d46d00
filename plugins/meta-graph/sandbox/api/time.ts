/** A time of an answer: `2026-04-05T07:56:32+0000` (facebook.md 0). `time` is in milliseconds. */
export function graphTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}+0000`
}

/** Unix seconds, or a time that can be parsed, in milliseconds; `undefined` where it is neither. */
export function readTime(value: string): number | undefined {
  if (/^\d{1,12}$/.test(value)) return Number(value) * 1000
  const time = Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return Number.isNaN(time) ? undefined : time
}
