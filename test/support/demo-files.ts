import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The files of the demo campaign: a PNG of 1200 × 675, JPEGs of 1080 × 1080, a video of five seconds, a PDF. */
export async function demoFile(
  name: 'dawn.png' | 'harbour.jpg' | 'beans.jpg' | 'cup.jpg' | 'dawn.mp4' | 'menu.pdf',
): Promise<Buffer> {
  return readFile(join(import.meta.dirname, '../../demo', name))
}
