import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { Router } from 'adminjs'
import type { FastifyInstance } from 'fastify'
import { bundleFile } from '../bundle.ts'

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.eot': 'application/vnd.ms-fontobject',
}

interface Asset {
  readonly type: string
  readonly etag: string
  readonly plain: Buffer
  readonly packed: Buffer
}

/**
 * Serves what pages load: in the form for production whatever the process is in, compressed once, and asked for anew only
 * where it changed. AdminJS reads each file for each request and sends 26 MB in development; its own routes are taken away.
 */
export function assetRoutes(scope: FastifyInstance): void {
  for (const [path, file] of takeAssets()) {
    let asset: Promise<Asset> | undefined
    scope.get(`/admin${path}`, async (request, reply) => {
      const { etag, packed, plain, type } = await (asset ??= load(file))
      reply.headers({ 'cache-control': 'private, no-cache', etag, vary: 'Accept-Encoding' })
      if (request.headers['if-none-match'] === etag) return reply.code(304).send()
      reply.type(type)
      return /\bbr\b/.test(request.headers['accept-encoding'] ?? '')
        ? reply.header('content-encoding', 'br').send(packed)
        : reply.send(plain)
    })
  }
}

const componentsPath = '/frontend/assets/components.bundle.js'
let assets: ReadonlyMap<string, string> | undefined

/** The list is the process's, and AdminJS would make routes of it. */
function takeAssets(): ReadonlyMap<string, string> {
  if (assets === undefined) {
    const files = Router.assets
      .splice(0)
      .map(({ path, src }) => [path, forProduction(src)] as const)
    assets = new Map([...files, [componentsPath, bundleFile]])
    const own = Router.routes.findIndex(({ path }) => path === componentsPath)
    if (own !== -1) Router.routes.splice(own, 1)
  }
  return assets
}

function forProduction(file: string): string {
  return file.replace(/([.-])development\.js$/, '$1production.js')
}

async function load(file: string): Promise<Asset> {
  const plain = await readFile(file)
  const packed = await promisify(brotliCompress)(plain, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 5 },
  })
  return {
    type: types[extname(file)] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    plain,
    packed,
  }
}
