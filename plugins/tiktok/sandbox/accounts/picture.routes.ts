import { letterAvatar, type EmulatorContext, type EmulatorRoute } from '@t21/plugin-kit/sandbox'

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
      return letterAvatar(name, name)
    },
  },
]
