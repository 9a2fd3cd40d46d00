import type { ApiVersion, Connector, MediaCapability } from '@t21/plugin-kit'
import type { PluginRecord } from '../../plugins/registry.ts'
import type { PlatformView } from './platforms.schemas.ts'

/** A platform as it is answered: names and limits, never a setting's value or an error's text. */
export function presentPlatform(
  { id, status }: PluginRecord,
  connector: Readonly<Connector> | undefined,
  apiVersion: ApiVersion | null,
): PlatformView {
  return {
    platform: connector?.platform ?? null,
    plugin: id,
    displayName: connector?.displayName ?? id,
    status: status.state,
    sandbox: status.state === 'ready' && status.sandboxed === true,
    missing: status.state === 'unconfigured' ? [...status.missing] : [],
    failedStage: status.state === 'failed' ? status.stage : null,
    apiVersion:
      apiVersion === null ? null : { version: apiVersion.version, endOfLife: apiVersion.endOfLife },
    capabilities: connector === undefined ? null : presentCapabilities(connector),
  }
}

function presentCapabilities({
  cancel,
  capabilities,
}: Readonly<Connector>): PlatformView['capabilities'] {
  const { formats, text, media, altText, thread, firstComment, remove, metrics, options } =
    capabilities
  return {
    formats: [...formats],
    text: { maxLength: text.maxLength, unit: text.unit },
    media: {
      image: presentMedia(media.image),
      gif: presentMedia(media.gif),
      video: presentMedia(media.video),
      document: presentMedia(media.document),
      mixed: media.mixed,
      required: media.required,
    },
    altText: altText === undefined ? null : { maxLength: altText.maxLength },
    thread: thread === undefined ? null : { maxParts: thread.maxParts },
    firstComment,
    cancel: cancel !== undefined,
    remove,
    metrics: metrics !== false,
    options,
  }
}

type MediaView = NonNullable<PlatformView['capabilities']>['media']['image']

function presentMedia(media: MediaCapability | undefined): MediaView {
  if (media === undefined) return null
  return {
    max: media.max,
    maxBytes: media.maxBytes,
    mimeTypes: [...media.mimeTypes],
    minDurationMs: media.minDurationMs ?? null,
    maxDurationMs: media.maxDurationMs ?? null,
  }
}
