import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'

const types = {
  'sandbox.css': 'text/css; charset=utf-8',
  'posts.css': 'text/css; charset=utf-8',
  'sandbox.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const

/** The folder lies beside `src` and beside `dist`, so that it needs no copying. */
const folder = new URL('../../assets/', import.meta.url)

/** `/_assets`: the pages' style, script and icon. */
export async function assetRoutes(app: FastifyInstance): Promise<void> {
  for (const [name, type] of Object.entries(types)) {
    const content = await readFile(new URL(name, folder))
    app.get(`/_assets/${name}`, (_request, reply) =>
      reply.type(type).header('cache-control', 'no-cache').send(content),
    )
  }
}
