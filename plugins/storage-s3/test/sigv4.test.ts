import { test } from 'tap'
import { verify } from './sigv4.ts'

// The examples of AWS's own description of the signature.
const key = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
const host = 'examplebucket.s3.amazonaws.com'
const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const now = new Date('2013-05-24T00:00:00Z')
const inHeader = {
  method: 'GET',
  url: '/test.txt',
  headers: {
    host,
    range: 'bytes=0-9',
    'x-amz-content-sha256': empty,
    'x-amz-date': '20130524T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  },
}
const presigned = {
  method: 'GET',
  url: '/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  headers: { host },
}

test('the published examples are right', (t) => {
  t.same(verify(inHeader, key, now), { payload: empty, presigned: false })
  t.same(verify(presigned, key, now), { payload: 'UNSIGNED-PAYLOAD', presigned: true })
  t.end()
})

test('whatever is changed in them is refused', (t) => {
  const mismatch = { refused: 'SignatureDoesNotMatch' }
  const { headers } = inHeader
  t.same(verify({ ...inHeader, method: 'PUT' }, key, now), mismatch)
  t.same(verify({ ...inHeader, url: '/other.txt' }, key, now), mismatch)
  t.same(verify({ ...inHeader, url: '/test.txt?acl' }, key, now), mismatch)
  t.same(verify({ ...inHeader, headers: { ...headers, range: 'bytes=0-8' } }, key, now), mismatch)
  t.same(verify({ ...presigned, method: 'DELETE' }, key, now), mismatch)
  t.same(verify(inHeader, { ...key, secretAccessKey: 'another' }, now), mismatch)
  t.same(verify(inHeader, { ...key, accessKeyId: 'another' }, now), {
    refused: 'InvalidAccessKeyId',
  })
  const more = { ...headers, 'x-amz-acl': 'public-read' }
  t.same(verify({ ...inHeader, headers: more }, key, now), { refused: 'AccessDenied' })
  t.same(verify({ ...inHeader, headers: { host } }, key, now), { refused: 'AccessDenied' })
  t.end()
})

test('a signature is good for its time', (t) => {
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000)
  t.same(verify(inHeader, key, later(901)), { refused: 'RequestTimeTooSkewed' })
  t.match(verify(presigned, key, later(86_400)), { presigned: true })
  t.same(verify(presigned, key, later(86_401)), { refused: 'AccessDenied' })
  t.end()
})
