import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'

/** The pictures that `picture{url}` points to: a disc whose colour follows from the id. */
export const avatarRoutes: readonly EmulatorRoute[] = [
  {
    method: 'GET',
    host: 'scontent.xx.fbcdn.net',
    path: '/avatars/:file',
    operation: 'avatar',
    handle(request) {
      const id = /^(\d+)\.svg$/.exec(request.params['file'] ?? '')?.[1]
      if (id === undefined) return { status: 404 }
      const hue = Number(BigInt(id) % 360n)
      return {
        status: 200,
        headers: { 'content-type': 'image/svg+xml' },
        bytes: Buffer.from(
          `<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50" viewBox="0 0 50 50"><circle cx="25" cy="25" r="25" fill="hsl(${hue} 55% 45%)"/><path d="M15 34V17h20v17l-10-6z" fill="#fff"/></svg>`,
        ),
      }
    },
  },
]
