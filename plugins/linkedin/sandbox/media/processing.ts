import { withProcessingFaults, type EmulatorContext } from '@t21/plugin-kit/sandbox'
import { mediaLimits } from '../api/limits.ts'
import { keepAsset } from './asset-store.ts'
import type { Asset, AssetStatus, Uploaded } from './asset.ts'
import type { FileFacts } from './file-facts.ts'

/** All bytes are there: processing begins, with the faults that were asked for on this operation. */
export function startProcessing(
  context: EmulatorContext,
  asset: Asset,
  { failure, ...facts }: FileFacts,
): void {
  const at = context.now().getTime()
  const uploaded = withFaults(context, { ...facts, at, polls: 0, slowUntil: 0, failure })
  keepAsset(context, { ...asset, uploaded })
}

/** One more question for the status, which moves it on. */
export function pollStatus(context: EmulatorContext, asset: Asset): Asset {
  if (asset.uploaded === null) return asset
  const { uploaded } = asset
  const polled = {
    ...asset,
    uploaded: withFaults(context, { ...uploaded, polls: uploaded.polls + 1 }),
  }
  keepAsset(context, polled)
  return polled
}

/** The status now. Every question and every second is a step. */
export function statusOf(context: EmulatorContext, asset: Asset): AssetStatus {
  const { uploaded } = asset
  if (uploaded === null) return 'WAITING_UPLOAD'
  const now = context.now().getTime()
  const steps = Math.max(uploaded.polls, Math.floor((now - uploaded.at) / 1000))
  const wanted = asset.kind === 'image' ? mediaLimits.imageSteps : mediaLimits.steps
  if (steps < wanted || now < uploaded.slowUntil) return 'PROCESSING'
  return uploaded.failure === null ? 'AVAILABLE' : 'PROCESSING_FAILED'
}

function withFaults(context: EmulatorContext, uploaded: Uploaded): Uploaded {
  return withProcessingFaults(context, uploaded, {
    slowSeconds: mediaLimits.slowProcessingSeconds,
    failure: 'The file could not be processed',
  })
}
