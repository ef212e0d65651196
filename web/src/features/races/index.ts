export { bindRaces, raceQueries, useCreateRace } from './queries';
