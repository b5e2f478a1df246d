/** What draws the page. In the shipped command line this module is the built page itself. */
export { buildReportPage as pageParts } from "../../build-report-page.ts";
