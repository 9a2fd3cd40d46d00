import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { ReceivedField } from '@t21/plugin-kit/sandbox'
import { Busboy, type BusboyInstance } from '@fastify/busboy'

/** The parts of a multipart body, or `undefined` where the body is none or is broken. */
export async function parseMultipart(
  contentType: string,
  body: Buffer,
): Promise<readonly ReceivedField[] | undefined> {
  // Only its name is compared by busboy in lower case, and the boundary must stay as it is.
  const [name = '', ...parameters] = contentType.split(';')
  if (name.trim().toLowerCase() !== 'multipart/form-data') return undefined
  const header = ['multipart/form-data', ...parameters].join(';')
  try {
    return await partsOf(header, body)
  } catch {
    return undefined
  }
}

async function partsOf(contentType: string, body: Buffer): Promise<readonly ReceivedField[]> {
  const parser = new Busboy({
    headers: { 'content-type': contentType },
    // Every part arrives as bytes, so that nothing is decoded and lost.
    isPartAFile: () => true,
  })
  const parts: Promise<ReceivedField>[] = []
  parser.on('file', (name, stream, filename, _encoding, partType) => {
    const part = readPart(stream, { name, filename, contentType: partType })
    // A broken body fails in the parser too, and that failure is the one to hear of.
    part.catch(() => undefined)
    parts.push(part)
  })
  await finished(parser, body)
  return await Promise.all(parts)
}

async function readPart(
  stream: Readable,
  { name, filename, contentType }: Record<'name' | 'filename' | 'contentType', string | undefined>,
): Promise<ReceivedField> {
  const value = await buffer(stream)
  return {
    name: name ?? '',
    ...(filename === undefined ? {} : { filename }),
    ...(contentType === undefined ? {} : { contentType }),
    value,
  }
}

function finished(parser: BusboyInstance, body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.on('finish', () => resolve())
    parser.on('error', reject)
    parser.end(body)
  })
}
