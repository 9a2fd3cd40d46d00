import { read } from '@t21/plugin-kit'
import { Type } from 'typebox'

const Url = Type.Object({ url: Type.String({ minLength: 1 }) })
const WrappedUrl = Type.Object({ data: Url })

/** The address of a Page's picture, in either of its shapes; `undefined` for anything else. */
export function pictureUrl(picture: unknown): string | undefined {
  return (read(WrappedUrl, picture)?.data ?? read(Url, picture))?.url
}
