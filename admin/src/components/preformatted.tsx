import { Box, ValueGroup } from '@adminjs/design-system'
import { useTranslation, type BasePropertyProps } from 'adminjs'
import React from 'react'

/** A text of several lines as it is. */
export function Preformatted({ property, record }: BasePropertyProps): React.ReactElement {
  const { translateProperty } = useTranslation()
  const text = String(record?.params[property.path] ?? '')
  return (
    <ValueGroup label={translateProperty(property.label, property.resourceId)}>
      <Box as="pre" m="0" style={{ overflowX: 'auto', whiteSpace: 'pre-wrap' }}>
        {text === '' ? '–' : text}
      </Box>
    </ValueGroup>
  )
}
