// Few people race each day: the page is loaded with the first race that is looked at.
export { RacePage } from './RacePage';
