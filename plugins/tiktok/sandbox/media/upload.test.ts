import t from 'tap'
import { mp4 } from '../support/files.ts'
import { createLab, textAt, type Lab } from '../support/lab.ts'
import { initVideo, oneChunk, outcome, putChunk, statusText, told } from '../support/publish.ts'

const mebibyte = 1024 * 1024
const chunk = 6_000_000
const size = 13_000_000

/** An upload in two chunks: the last one takes the rest. */
async function begin(lab: Lab): Promise<{ token: string; id: string; address: string }> {
  const token = await lab.signIn('alice')
  const plan = { video_size: size, chunk_size: chunk, total_chunk_count: 2 }
  const { json } = await initVideo(lab, token, { source: { source: 'FILE_UPLOAD', ...plan } })
  const address = textAt(json, 'data', 'upload_url')
  return { token, id: textAt(json, 'data', 'publish_id'), address }
}

t.test('the figures of an upload must fit one another', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('repeat_plans')
  const cases: [number, number, number, string][] = [
    [1, 1, 1, '200 ok'],
    [4_999_999, 4_999_999, 1, '200 ok'],
    [4_999_999, 2_000_000, 2, '400 invalid_params'],
    [64_000_000, 64_000_000, 1, '200 ok'],
    [64_000_001, 64_000_001, 1, '400 invalid_params'],
    [70_000_000, 40_000_000, 1, '400 invalid_params'],
    [70_000_000, 10_000_000, 7, '200 ok'],
    [79_999_999, 10_000_000, 7, '200 ok'],
    [79_999_999, 10_000_000, 8, '400 invalid_params'],
    [20_000_000, 5 * mebibyte - 1, 3, '400 invalid_params'],
    [20_000_000, 5 * mebibyte, 3, '200 ok'],
    [20_000_000, 20_000_001, 1, '400 invalid_params'],
    [4_000_000_000, 10_000_000, 400, '200 ok'],
    [4_000_000_001, 10_000_000, 400, '400 invalid_file_upload'],
  ]
  for (const [video_size, chunk_size, total_chunk_count, expected] of cases) {
    const plan = { video_size, chunk_size, total_chunk_count }
    const answer = await initVideo(lab, token, { source: { source: 'FILE_UPLOAD', ...plan } })
    t.equal(told(answer), expected, JSON.stringify(plan))
  }
})

t.test('chunks come in order: 206 for each, 201 for the last, and processing begins', async (t) => {
  const lab = createLab()
  const { token, id, address } = await begin(lab)
  const video = mp4({ bytes: size })

  t.ok(address.length <= 256)
  t.match(await statusText(lab, token, id), '"status":"PROCESSING_UPLOAD","uploaded_bytes":0')
  const first = await putChunk(lab, address, video.subarray(0, chunk), { total: size })
  t.equal(first.status, 206)
  t.match(first.headers, { 'content-range': `bytes 0-${chunk}/${size}` })
  t.match(await statusText(lab, token, id), `"uploaded_bytes":${chunk}`)
  const last = await putChunk(lab, address, video.subarray(chunk), { first: chunk, total: size })
  t.equal(last.status, 201)
  t.match(last.headers, { 'content-range': `bytes 0-${size}/${size}` })
  t.equal(await outcome(lab, token, id), 'PUBLISH_COMPLETE')
})

t.test('a chunk out of its turn is refused with what TikTok has, and can be resumed', async (t) => {
  const lab = createLab()
  const { address } = await begin(lab)
  const video = mp4({ bytes: size })
  const options = { first: chunk, total: size }
  const early = await putChunk(lab, address, video.subarray(chunk), options)
  t.equal(early.status, 416)
  t.match(early.headers, { 'content-range': `bytes 0-0/${size}` })

  await putChunk(lab, address, video.subarray(0, chunk), { total: size })
  const again = await putChunk(lab, address, video.subarray(0, chunk), { total: size })
  t.equal(again.status, 416)
  t.match(again.headers, { 'content-range': `bytes 0-${chunk}/${size}` })
  t.equal((await putChunk(lab, address, video.subarray(chunk), options)).status, 201)
})

t.test('what a chunk says of itself must be true', async (t) => {
  const lab = createLab()
  const { address } = await begin(lab)
  const bytes = mp4({ bytes: size }).subarray(0, chunk)
  const range = `bytes 0-${chunk - 1}/${size}`
  const wrong: Record<string, string>[] = [
    { 'content-type': 'application/octet-stream' },
    { 'content-length': '' },
    { 'content-range': '' },
    { 'content-range': range.replace('bytes ', '') },
    { 'content-range': `bytes 0-${chunk}/${size}` },
    { 'content-range': `bytes 0-${chunk - 1}/${size + 1}` },
  ]
  for (const headers of wrong) {
    const { status } = await putChunk(lab, address, bytes, { total: size, headers })
    t.equal(status, 400, JSON.stringify(headers))
  }
  const short = await putChunk(lab, address, bytes.subarray(1), { total: size })
  t.equal(short.status, 400, 'a chunk has the size that was announced')
  t.equal((await putChunk(lab, address, bytes, { total: size })).status, 206)
})

t.test('an upload address is good for its own upload, for an hour, and once', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const video = mp4()
  async function newAddress(): Promise<string> {
    const { json } = await initVideo(lab, token, { source: oneChunk(video.length) })
    return textAt(json, 'data', 'upload_url')
  }
  const address = await newAddress()

  t.equal((await putChunk(lab, `${address}x`, video)).status, 403)
  t.equal((await putChunk(lab, address.replace('upload_id=', 'upload_id=9'), video)).status, 404)
  lab.advance(3599)
  t.equal((await putChunk(lab, address, video)).status, 201)
  t.equal((await putChunk(lab, address, video)).status, 404, 'the task is gone')
  const late = await newAddress()
  lab.advance(3600)
  t.equal((await putChunk(lab, late, video)).status, 403)
})
