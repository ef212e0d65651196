using Homeport.Domain;
using Homeport.Host.Tasks;
using Homeport.Host.Workspaces;
using Homeport.Protocol.Races;
using Homeport.Storage;

namespace Homeport.Host.Races;

/// <summary>Shows races.</summary>
internal sealed class ReadRaces(Database database)
{
    private const int UsualInPage = 50;
    private const int MostInPage = 200;

    public Task<Result<RaceResponse>> GetAsync(GetRaceRequest request, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<RaceResponse>>(
            scope => RaceStore.Find(scope, request.Id) is { } race ? RaceViews.Answer(scope, race) : RaceProblems.NotFound(request.Id), cancellationToken);

    public async Task<Result<ListRacesResponse>> ListAsync(ListRacesRequest request, CancellationToken cancellationToken)
    {
        var limit = request.Limit ?? UsualInPage;
        if (limit is < 1 or > MostInPage)
        {
            return TaskChecks.Invalid([new FieldError("limit", $"Must be 1 to {MostInPage}.")]);
        }

        return await database.ReadAsync(
            scope => new ListRacesResponse
            {
                Items =
                [
                    .. RaceStore.List(scope, Workspace.Personal, request.RepositoryGroupId, request.Open == true, limit)
                        .Select(race => RaceViews.Of(scope, race)),
                ],
            },
            cancellationToken);
    }
}
