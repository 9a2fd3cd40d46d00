import {
  defineEmulator,
  type Emulator,
  type EmulatorContext,
  type EmulatorRequest,
  type EmulatorResponse,
  type WallMedia,
  type WallPost,
} from '@t21/plugin-kit/sandbox'

/** What the example network keeps of a post. */
type StoredPost = Omit<WallPost, 'network' | 'url'> & { readonly visibleAt: string }

/** A small made-up network: it posts, lists, deletes and takes uploads, and echoes what it received. */
export const exampleNetwork: Emulator = defineEmulator({
  network: 'example',
  platform: 'EXAMPLE',
  displayName: 'Example',
  credentials: {},
  routes: [
    {
      method: 'POST',
      host: 'api.example.com',
      path: '/posts',
      operation: 'create_post',
      handle: createPost,
    },
    {
      method: 'GET',
      host: 'api.example.com',
      path: '/posts',
      operation: 'list_posts',
      handle: (_request, context) => ({ status: 200, json: { data: published(context) } }),
    },
    {
      method: 'DELETE',
      host: 'api.example.com',
      path: '/posts/:id',
      operation: 'delete_post',
      handle: deletePost,
    },
    {
      method: 'POST',
      host: 'upload.example.com',
      path: '/media/:id',
      operation: 'upload',
      handle: upload,
    },
    {
      method: 'PUT',
      host: 'api.example.com',
      path: '/echo/:first/:second',
      operation: 'echo',
      handle: echo,
    },
    {
      method: 'GET',
      host: 'api.example.com',
      path: '/broken',
      operation: 'broken',
      handle() {
        throw new Error('a mistake in the emulation')
      },
    },
    {
      method: 'GET',
      host: 'example.com',
      path: '/',
      operation: 'home',
      handle: (_request, context) => ({
        status: 200,
        html: `<p>${context.origin('api.example.com')}</p>`,
      }),
    },
  ],
  errors: {
    rateLimited: () => problem(429, 'slow down'),
    tokenDead: () => problem(401, 'token is dead'),
    serverError: () => problem(500, 'example has hiccups'),
    notFound: () => problem(404, 'example does not know this'),
  },
  account: (request) => accountOf(request),
  published,
})

/** What a test may say about a post; the rest is filled in. */
export type ExamplePost = Partial<StoredPost>

function createPost(request: EmulatorRequest, context: EmulatorContext): EmulatorResponse {
  const wanted = request.json as ExamplePost | undefined
  if (typeof wanted?.text !== 'string') return problem(400, 'text is missing')
  const posts = context.store.collection<StoredPost>('posts')
  const id = wanted.id ?? String(posts.size + 1)
  const now = context.now()
  const delay = context.fault('delayed_visibility') ? 60_000 : 0
  posts.set(id, {
    account: accountOf(request),
    kind: 'post',
    inReplyTo: null,
    media: [],
    poll: null,
    labels: {},
    metrics: {},
    publishedAt: now.toISOString(),
    ...wanted,
    id,
    text: wanted.text,
    visibleAt: new Date(now.getTime() + delay).toISOString(),
  })
  return { status: 201, json: { data: { id, text: wanted.text } } }
}

function deletePost(request: EmulatorRequest, context: EmulatorContext): EmulatorResponse {
  const existed = context.store.collection<StoredPost>('posts').delete(request.params['id'] ?? '')
  return existed ? { status: 204 } : problem(404, 'no such post')
}

async function upload(
  request: EmulatorRequest,
  context: EmulatorContext,
): Promise<EmulatorResponse> {
  const file = request.multipart?.find((field) => field.name === 'media')
  if (file === undefined) return problem(400, 'media is missing')
  const id = request.params['id'] ?? ''
  await context.store.putBytes(id, file.value)
  const media: WallMedia = {
    id,
    kind: 'image',
    mimeType: file.contentType ?? 'application/octet-stream',
  }
  return { status: 200, json: { data: { ...media, size: file.value.length } } }
}

function echo(request: EmulatorRequest): EmulatorResponse {
  return {
    status: 200,
    headers: { 'X-Example': 'yes' },
    json: {
      method: request.method,
      host: request.host,
      path: request.path,
      params: request.params,
      query: [...request.query],
      rawQuery: request.rawQuery,
      contentType: request.headers['content-type'],
      rawBody: request.rawBody.toString('base64'),
      json: request.json,
      form: request.form === undefined ? undefined : [...request.form],
      multipart: request.multipart?.map(({ value, ...field }) => ({
        ...field,
        value: value.toString('base64'),
      })),
    },
  }
}

function published(context: EmulatorContext): WallPost[] {
  const visible = [...context.store.collection<StoredPost>('posts').values()].filter(
    (post) => Date.parse(post.visibleAt) <= context.now().getTime(),
  )
  return visible.reverse().map(({ visibleAt: _visibleAt, ...post }) => ({
    ...post,
    network: 'example',
    url: `https://example.com/${post.account.username}/${post.id}`,
  }))
}

function accountOf(request: EmulatorRequest): WallPost['account'] {
  const username = request.headers['authorization']?.replace('Bearer ', '') ?? 'ada'
  return { id: `id-of-${username}`, username, displayName: `${username} of Example` }
}

function problem(status: number, message: string): EmulatorResponse {
  return { status, json: { problem: message } }
}
