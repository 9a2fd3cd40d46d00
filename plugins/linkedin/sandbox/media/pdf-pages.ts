/** The pages of a PDF, or `undefined` where its page objects are compressed and cannot be counted so. */
export function pagesOfPdf(bytes: Buffer): number | undefined {
  const pages = bytes.toString('latin1').match(/\/Type\s*\/Page(?![A-Za-z])/g)?.length
  return pages
}
