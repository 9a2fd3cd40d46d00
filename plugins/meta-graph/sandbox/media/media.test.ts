import { jpeg, mp4, png } from '@t21/plugin-kit/sandbox/testing'
import t from 'tap'
import { readFilm } from './film.ts'
import { readPicture } from './picture.ts'
import { sniff } from './sniff.ts'

t.test('a film tells its length and its size', async (t) => {
  t.strictSame(readFilm(mp4(12_345, { width: 720, height: 1280 })), {
    type: 'video/mp4',
    milliseconds: 12_345,
    width: 720,
    height: 1280,
  })
  t.match(readFilm(mp4(1).subarray(0, 24)), {
    type: 'video/mp4',
    milliseconds: undefined,
  })
})

t.test('a film that breaks off anywhere is read as far as it goes', async (t) => {
  const whole = mp4(5000)
  for (let length = 0; length < whole.length; length += 1) {
    const film = readFilm(whole.subarray(0, length))
    if (length < 8) t.equal(film, undefined)
    else if (film?.type !== 'video/mp4') t.fail(`${length} bytes are no film`)
  }
})

t.test('a picture tells its type and size; something else is none', async (t) => {
  t.strictSame(readPicture(png(40, 30)), { type: 'image/png', width: 40, height: 30 })
  t.strictSame(readPicture(jpeg(640, 480)), { type: 'image/jpeg', width: 640, height: 480 })
  t.equal(readPicture(Buffer.from('hello')), undefined)
  t.equal(readPicture(mp4(1)), undefined)
  t.equal(readPicture(png(40, 30).subarray(0, 12)), undefined)
  t.equal(sniff(Buffer.from('\0\0\0\x14ftypqt  ', 'latin1')), 'video/quicktime')
})
