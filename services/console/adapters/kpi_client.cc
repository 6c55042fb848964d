#include "services/console/adapters/kpi_client.h"

#include "services/console/adapters/kpi_codec.h"

namespace recourse::console {

void KpiClient::GetKpis(const std::string& key, kpi::v1::GetKpisRequest request,
                        OnAnswer on_answer) {
  AskPeer<kpi::v1::GetKpisResponse>(
      {key, kPeerDeadline}, std::move(request),
      [this](auto* context, auto* in, auto* out, auto done) {
        stub_->async()->GetKpis(context, in, out, std::move(done));
      },
      KpisJson, std::move(on_answer));
}

void KpiClient::ListContributors(const std::string& key, kpi::v1::ListContributorsRequest request,
                                 OnAnswer on_answer) {
  AskPeer<kpi::v1::ListContributorsResponse>(
      {key, kPeerDeadline}, std::move(request),
      [this](auto* context, auto* in, auto* out, auto done) {
        stub_->async()->ListContributors(context, in, out, std::move(done));
      },
      ContributorsJson, std::move(on_answer));
}

}  // namespace recourse::console
