import { createHash } from 'node:crypto'
import { escapeHtml } from './html.ts'
import type { EmulatorResponse } from './exchange.ts'

/** The picture of somebody who has none: the first letter or digit of the name on a disc, its colour by `seed`. */
export function letterAvatar(seed: string, name: string): EmulatorResponse {
  const hue = createHash('sha256').update(seed).digest().readUInt16BE(0) % 360
  const letter = escapeHtml(/[\p{L}\p{N}]/u.exec(name)?.[0].toUpperCase() ?? '?')
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 48 48"><circle cx="24" cy="24" r="24" fill="hsl(${hue} 60% 45%)"/><text x="24" y="32" font-family="sans-serif" font-size="24" text-anchor="middle" fill="#fff">${letter}</text></svg>`
  return {
    status: 200,
    headers: { 'content-type': 'image/svg+xml' },
    bytes: Buffer.from(picture),
  }
}
