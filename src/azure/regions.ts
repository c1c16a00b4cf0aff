/** The name that ARM takes in paths: it answers `southcentralus`, and `South Central US` where that was written once. */
export function regionName(location: string): string {
  return location.replaceAll(' ', '').toLowerCase();
}
