import fc, { type Arbitrary } from 'fast-check'
import type { Json } from '../api-document/document.ts'
import type { CaseBody } from './case.ts'
import { hostileTexts } from './hostile.ts'
import { idSlot } from './slots.ts'
import { valueOf } from './values.ts'

/** A picture of one point. */
export const tinyPicture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const boundary = 'a-line-between-parts'

/** A multipart body with a file, and some of the fields beside it. */
export function formBody(schema: Json): Arbitrary<CaseBody> {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Json>)
  const fields = properties.filter(([name]) => name !== 'file')
  const model = Object.fromEntries(fields.map(([name, part]) => [name, valueOf(part, name)]))
  const files = fc.oneof(
    { weight: 4, arbitrary: fc.constant(tinyPicture) },
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.integer({ min: 1, max: 60 }).map((end) => tinyPicture.subarray(0, end)),
  )
  const names = fc.oneof({ weight: 3, arbitrary: fc.constant('a.png') }, hostileTexts)
  return fc
    .tuple(fc.record(model, { requiredKeys: ['organizationId'] }), files, names)
    .map(([values, file, name]) => ({
      bytes: Buffer.concat([
        ...Object.entries(values).flatMap(([field, value]) => [partOf(field, value)]),
        Buffer.from(
          `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${plainName(name)}"\r\ncontent-type: image/png\r\n\r\n`,
        ),
        file,
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ]),
      type: `multipart/form-data; boundary=${boundary}`,
    }))
}

function partOf(field: string, value: unknown): Buffer {
  const texts = [value].flat().map((each) => String(each))
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="${field}"\r\n\r\n`
  return Buffer.from(texts.map((text) => `${head}${text}\r\n`).join(''))
}

function plainName(name: string): string {
  return name.replaceAll(/["\r\n\\]/g, '_')
}

/** A table of posts: right rows, rows with something wrong, and texts that are no table. */
export function tableBody(): Arbitrary<CaseBody> {
  const cell = hostileTexts.map((text) => `"${text.replaceAll('"', '""')}"`)
  const right = fc.constant([idSlot('brandId'), 'A text ⟦unique⟧', 'TWITTER'])
  const wrong = fc.array(cell, { minLength: 1, maxLength: 5 })
  const table = fc
    .array(fc.oneof({ weight: 3, arbitrary: right }, wrong), { minLength: 1, maxLength: 4 })
    .map((rows) => ['brandId,content,platforms', ...rows.map((row) => row.join(','))].join('\r\n'))
  return fc
    .oneof({ weight: 4, arbitrary: table }, hostileTexts)
    .map((bytes) => ({ bytes, type: 'text/csv' }))
}
