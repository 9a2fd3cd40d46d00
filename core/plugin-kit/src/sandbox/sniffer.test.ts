import { test } from 'tap'
import { gif, jpeg, mp4, mp4Box, png } from './files.ts'
import { sniffer } from './sniffer.ts'

const quicktime = mp4Box('ftyp', Buffer.from('qt  '))

test('a file is told by its first bytes, where its type is one that is asked for', async (t) => {
  const sniff = sniffer(['image/jpeg', 'image/png', 'image/gif', 'video/mp4'])

  for (const [file, type] of [
    [jpeg(1, 1), 'image/jpeg'],
    [png(1, 1), 'image/png'],
    [gif(1), 'image/gif'],
    [mp4(1000), 'video/mp4'],
    [Buffer.from('%PDF-1.4'), undefined],
    [Buffer.from('\xff\xd8', 'latin1'), undefined],
    [Buffer.alloc(0), undefined],
  ] as const) {
    t.equal(sniff(file), type)
  }
})

test('QuickTime is an MP4 only where nobody asks for it by its name', async (t) => {
  t.equal(sniffer(['video/mp4'])(quicktime), 'video/mp4')
  for (const types of [['video/mp4', 'video/quicktime'] as const, ['video/quicktime'] as const]) {
    t.equal(sniffer(types)(quicktime), 'video/quicktime')
  }
  t.equal(sniffer(['video/quicktime'])(mp4(1000)), undefined)
})

test('a GIF is not taken for MPEG-2, which begins with the same byte', async (t) => {
  const sniff = sniffer(['video/mp2t', 'image/gif'])

  t.equal(sniff(gif(1)), 'image/gif')
  t.equal(sniff(Buffer.from([0x47, 0x40])), 'video/mp2t')
})
