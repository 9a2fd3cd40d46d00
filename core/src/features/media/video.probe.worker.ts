// Runs in a thread of its own, so that a file which keeps the parser busy for ever can be stopped.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import mediaInfoFactory from 'mediainfo.js'
import type { VideoProbe } from './video.inspector.ts'

/** The head and the index of a video are well below this. */
const mostBytesRead = 128 * 1_048_576

const { path } = workerData as { readonly path: string }
parentPort?.postMessage(await probe(path))

/** Reads what is needed and no more: the parser says where it wants to go on. */
async function probe(path: string): Promise<VideoProbe> {
  const file = openSync(path, 'r')
  let read = 0
  try {
    const mediaInfo = await mediaInfoFactory({ format: 'object' })
    const result = await mediaInfo.analyzeData(fstatSync(file).size, (size, offset) => {
      read += size
      if (read > mostBytesRead) throw new Error('The index of the video is too large.')
      const chunk = Buffer.alloc(size)
      return chunk.subarray(0, readSync(file, chunk, 0, size, offset))
    })
    const tracks = result.media?.track ?? []
    const general = tracks.find((track) => track['@type'] === 'General')
    const video = tracks.find((track) => track['@type'] === 'Video')
    const audio = tracks.find((track) => track['@type'] === 'Audio')
    return {
      container: general?.Format,
      profile: general?.Format_Profile,
      durationSeconds: video?.Duration ?? general?.Duration,
      width: video?.Width,
      height: video?.Height,
      frameRate: video?.FrameRate,
      rotation: Number(video?.Rotation ?? 0),
      videoCodec: video?.Format,
      audioCodec: audio?.Format,
    }
  } finally {
    closeSync(file)
  }
}
