import sharp from 'sharp'
import { makeSemaphore } from './semaphore.ts'

// No other decoder of libvips can be reached, whatever a file pretends to be: SVG, TIFF, PDF … (reliability.md 7).
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: [
    'VipsForeignLoadJpeg',
    'VipsForeignLoadPng',
    'VipsForeignLoadWebp',
    'VipsForeignLoadNsgif',
  ],
})
// Files come once and are removed: libvips must not keep them open or in memory.
sharp.cache(false)
// Several pictures at a time are what the semaphore below allows; one thread each.
sharp.concurrency(1)

/** The decoder and encoder of pictures, shut for everything that T21 does not take. */
export { sharp }

/** Decoding costs memory and processor time: two at a time in a process, the others wait. */
export const inTurn = makeSemaphore(2)
