import { present, type AskedField } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import type { Container } from './container.ts'
import { stateOf, statusText, type StatusCode } from './state.ts'

/** A container as the API shows it (instagram.md 2.3). */
export function presentContainer(
  context: EmulatorContext,
  container: Container,
  fields: readonly AskedField[] | undefined,
): Record<string, unknown> {
  const code = stateOf(context, container)
  return present(
    {
      type: 'ShadowIGMediaBuilder',
      id: container.id,
      usual: [],
      values: {
        status_code: code,
        status: statusText(code, container.failure),
        copyright_check_status: hasVideo(container)
          ? { status: copyrightStatus(code), matches_found: false }
          : undefined,
      },
    },
    fields,
  )
}

function hasVideo({ source }: Container): boolean {
  return source.from === 'url' || source.from === 'upload'
}

function copyrightStatus(code: StatusCode): string {
  if (code === 'IN_PROGRESS') return 'in_progress'
  return code === 'ERROR' ? 'error' : 'completed'
}
