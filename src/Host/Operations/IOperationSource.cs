namespace Homeport.Host.Operations;

/// <summary>A slice's table of its operations.</summary>
internal interface IOperationSource
{
    void Register(OperationCatalogue operations);
}
