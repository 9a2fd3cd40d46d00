/** So few that every list has several pages. */
const pageSize = 5

/**
 * A list of objects in the order of S3, which is that of bytes; the server behind has that of a language.
 *
 * @returns nothing where the request is for no list
 */
export async function listAnswer(origin: string, url: URL): Promise<string | undefined> {
  const { searchParams, pathname } = url
  if (searchParams.get('list-type') !== '2') return undefined
  const prefix = searchParams.get('prefix') ?? ''
  const all = await allContents(origin, pathname)
  if (all === undefined) return undefined
  const after = searchParams.get('start-after') ?? ''
  const wanted = all
    .filter(([key]) => key > after && key.startsWith(prefix))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  const page = wanted.slice(0, pageSize).map(([, xml]) => xml)
  return `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><KeyCount>${page.length}</KeyCount><IsTruncated>${page.length < wanted.length}</IsTruncated>${page.join('')}</ListBucketResult>`
}

/** Everything, by its key: the first thousand; nothing where there is no such bucket. */
async function allContents(
  origin: string,
  path: string,
): Promise<(readonly [string, string])[] | undefined> {
  const answer = await fetch(`${origin}${path}?list-type=2`)
  if (!answer.ok) return undefined
  const found = new Map<string, string>()
  for (const [xml] of (await answer.text()).matchAll(/<Contents>[\s\S]*?<\/Contents>/g)) {
    found.set(/<Key>([^<]+)<\/Key>/.exec(xml)?.[1] ?? '', xml)
  }
  return [...found]
}
