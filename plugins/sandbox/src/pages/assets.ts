import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { looksCss } from '../looks/looks.css.ts'
import type { Sandbox } from '../sandbox.ts'

const css = 'text/css; charset=utf-8'
const javascript = 'text/javascript; charset=utf-8'

const types = {
  'sandbox.css': css,
  'columns.css': css,
  'posts.css': css,
  'media.css': css,
  'cards.css': css,
  'upright.css': css,
  'sandbox.js': javascript,
  'carousels.js': javascript,
  'morph.js': javascript,
  'times.js': javascript,
  'videos.js': javascript,
  'icon.svg': 'image/svg+xml',
} as const

/** The folder lies beside `src` and beside `dist`, so that it needs no copying. */
const folder = new URL('../../assets/', import.meta.url)

/** `/_assets`: the pages' styles, scripts and icon. */
export async function assetRoutes(app: FastifyInstance, sandbox: Sandbox): Promise<void> {
  const looks = looksCss([...sandbox.networks.values()].map(({ emulator }) => emulator))
  const files: [string, string, string | Buffer][] = [['looks.css', css, looks]]
  for (const [name, type] of Object.entries(types)) {
    files.push([name, type, await readFile(new URL(name, folder))])
  }
  for (const [name, type, content] of files) {
    app.get(`/_assets/${name}`, (_request, reply) =>
      reply.type(type).header('cache-control', 'no-cache').send(content),
    )
  }
}
