import { createHash } from 'node:crypto'
import type { EmulatorContext, EmulatorRoute } from '@t21/plugin-kit/sandbox'

const host = 'p16-sign.tiktokcdn-us.com'

/** The address of a picture, which works for so many seconds and no longer (tiktok.md 10). */
export function pictureAddress(
  context: EmulatorContext,
  kind: 'avatar' | 'cover',
  name: string,
  seconds: number,
): string {
  const expires = Math.floor(context.now().getTime() / 1000) + seconds
  const file = encodeURIComponent(name)
  return `${context.origin(host)}/${kind}/${file}.svg?x-expires=${expires}`
}

/** The pictures to which profiles and videos point: a letter on a colour. */
export const pictureRoutes: readonly EmulatorRoute[] = [
  {
    method: 'GET',
    host,
    path: '/:kind/:file',
    operation: 'picture',
    handle(request, context) {
      const expires = Number(request.query.get('x-expires') ?? '0')
      if (!(expires > context.now().getTime() / 1000)) return { status: 403 }
      const name = request.params['file'] ?? ''
      const hue = createHash('sha256').update(name).digest().readUInt16BE(0) % 360
      const letter = /[A-Za-z0-9]/.exec(name)?.[0].toUpperCase() ?? '?'
      return {
        status: 200,
        headers: { 'content-type': 'image/svg+xml' },
        bytes: Buffer.from(
          `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><rect width="96" height="96" fill="hsl(${hue} 60% 40%)"/><text x="48" y="62" font-family="sans-serif" font-size="44" text-anchor="middle" fill="#fff">${letter}</text></svg>`,
        ),
      }
    },
  },
]
