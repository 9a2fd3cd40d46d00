import { publicEndpoint, type RoutesOf } from '../api/endpoint.ts'
import { everywhere, type Instance } from '../instances.ts'
import { imageTypes, videoTypes } from '../media/sniff.ts'

/** `GET /api/v2/instance`: who it is and what it allows. */
export const instanceRoutes: RoutesOf = (instance) => [
  publicEndpoint(instance, {
    method: 'GET',
    path: '/api/v2/instance',
    operation: 'instance',
    scopes: [],
    handle: () => ({ status: 200, json: view(instance) }),
  }),
]

function view(instance: Instance): Record<string, unknown> {
  return {
    domain: instance.host,
    title: instance.title,
    version: '4.5.0',
    source_url: 'https://github.com/mastodon/mastodon',
    description: 'An emulation for development.',
    languages: ['en', 'de'],
    api_versions: { mastodon: 7 },
    configuration: {
      urls: { streaming: `wss://${instance.host}` },
      accounts: { max_featured_tags: 10, max_pinned_statuses: 5 },
      statuses: {
        max_characters: instance.maxCharacters,
        max_media_attachments: instance.maxMedia,
        characters_reserved_per_url: everywhere.charactersPerUrl,
      },
      media_attachments: {
        description_limit: instance.maxDescription,
        image_matrix_limit: instance.imagePixels,
        image_size_limit: instance.imageBytes,
        supported_mime_types: [...imageTypes, ...videoTypes],
        video_frame_rate_limit: 120,
        video_matrix_limit: 8_294_400,
        video_size_limit: instance.videoBytes,
      },
      polls: {
        max_options: instance.pollOptions,
        max_characters_per_option: instance.pollOptionCharacters,
        min_expiration: everywhere.pollMinSeconds,
        max_expiration: everywhere.pollMaxSeconds,
      },
      translation: { enabled: false },
    },
    registrations: { enabled: false, approval_required: false, message: null },
    rules: [],
  }
}
